import type { ProductChange } from '../domain/catalog/product.ts';
import { addPeople, timed } from './measures.ts';
import { type Row, row, sideBySide } from './rows.ts';
import { type AnyDoc, connectPlain, seed } from './seed.ts';
import type { Stage } from './stage.ts';

const tenant = 'bench';
const customers = Number(process.env['BENCH_CUSTOMERS'] ?? 100_000);
const ordersEach = 3;
const products = 1000;
const asked = 500;
const day = 86_400_000;

/** Products of a basket: half of the time the neighbours of one another, so that something is bought together. */
const productOf = (order: number, line: number): string => {
  const first = (order * 7919) % products;
  return `p-${order % 2 === 0 ? (first + line) % products : (first * (line + 3)) % products}`;
};

const orderOf = (n: number, ids: readonly string[], now: number): AnyDoc => ({
  _id: `${tenant}:bench-${n}`,
  tenant,
  orderId: `bench-${n}`,
  profileId: ids[n % ids.length] ?? `customer-${n % customers}`,
  placedAt: now - (n % 300) * day,
  money: { currency: 'EUR', revenue: 5000 },
  goods: {
    lines: [0, 1, 2].map((line) => ({ productId: productOf(n, line), quantity: 1, price: 2000 })),
  },
});

const productOfShop = (n: number, at: number): ProductChange => ({
  id: `p-${n}`,
  at,
  details: { title: `Product ${n}`, categories: [`category-${n % 30}`] },
  price: { minor: 2000, currency: 'EUR' },
  stock: 10,
});

/** Recommendations of five products for customers one after the other, eight at once; against reading the orders of each. */
export const recommendations = async (stage: Stage): Promise<Row> => {
  const people = 500;
  await addPeople({ stage, prefix: 'reco', count: people });
  const { engine, opened } = stage.assembled;
  const ids = Array.from({ length: people }, (_, n) => `user:reco${n}`);
  const profiles = await opened.stores.profiles.withIds({ tenant, ids });
  const now = Date.now();
  for (let from = 0; from < products; from += 200) {
    const changes = Array.from({ length: 200 }, (_, n) => productOfShop(from + n, now));
    await engine.changeProducts({ tenant, changes });
  }
  const connection = await connectPlain(stage);
  const named = [
    ...profiles.map(({ id }) => id),
    ...Array.from({ length: customers - people }, (_, n) => `customer-${n}`),
  ];
  const orders = connection.collection<AnyDoc>('orders');
  await seed({ collection: orders, count: customers * ordersEach, docOf: (n) => orderOf(n, named, now) });
  const perSecond = async (job: (n: number) => Promise<unknown>): Promise<number> =>
    asked / (await timed({ count: asked, width: 8, job }));
  const recommend = (n: number) =>
    engine.recommend({ tenant, profile: profiles[n % profiles.length], by: 'best', limit: 5 });
  const cold = await perSecond(recommend);
  const result = await sideBySide({
    rounds: 3,
    other: () =>
      perSecond((n) => orders.find({ tenant, profileId: profiles[n % profiles.length]?.id }).toArray()),
    ours: () => perSecond(recommend),
  });
  await connection.close();
  return {
    ...row({
      name: `recommendations for customers of ${customers.toLocaleString('en')}, with what orders say remembered (${cold.toFixed(0)} a second before it is); against reading the orders of each`,
      unit: 'customers/s',
      least: 0,
      result,
    }),
    least: undefined,
  };
};
