import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { newProfile } from '../../domain/profiles/profile.ts';
import { createChangeProducts } from '../catalog/change-products.ts';
import { memoryStores } from '../records/records-for-tests.ts';
import { createOrderInsights } from './order-insights.ts';
import { createRecommend } from './recommend.ts';

const tenant = 'shop';
const now = Date.UTC(2026, 5, 1);
const day = 86_400_000;
const products = ['a', 'b', 'c', 'd', 'e', 'f'];
const people = ['p0', 'p1', 'p2', 'p3', 'p4'];

const orderArbitrary = fc.record({
  person: fc.constantFrom(...people),
  products: fc.subarray(products, { minLength: 1 }),
  daysAgo: fc.integer({ min: 1, max: 300 }),
  is: fc.constantFrom('kept', 'kept', 'kept', 'cancelled', 'refunded', 'a test', 'sent back in part'),
});
type Ordered = typeof orderArbitrary extends fc.Arbitrary<infer T> ? T : never;
type World = ReturnType<typeof createWorld>;

const createWorld = () => {
  const { stores } = memoryStores();
  const time = { system: now };
  const clock = { now: () => now, systemTime: () => time.system };
  const asked: string[] = [];
  const { withProduct, countWith } = stores.baskets;
  const baskets: typeof stores.baskets = {
    ...stores.baskets,
    countAll: (input) => stores.baskets.countAll(input),
    recent: (input) => stores.baskets.recent(input),
    withProduct: (input) => {
      asked.push(`read ${input.product}`);
      return withProduct(input);
    },
    countWith: (input) => {
      asked.push(`count ${input.product}`);
      return countWith(input);
    },
  };
  const orderInsights = createOrderInsights({ baskets, clock });
  const recommend = createRecommend({
    products: stores.products,
    orders: stores.orders,
    orderInsights,
    clock,
  });
  return { stores, clock, recommend, asked, time };
};

const addProducts = async ({ stores, clock }: World): Promise<void> => {
  const changeProducts = createChangeProducts({ products: stores.products, clock });
  const changes = products.map((id) => ({ id, at: now - day, details: { title: id, categories: ['all'] } }));
  await changeProducts({ tenant, changes });
};

const addOrders = async ({ stores }: World, orders: readonly Ordered[], prefix = 'o'): Promise<void> => {
  for (const [index, { person: profileId, products: bought, daysAgo, is }] of orders.entries()) {
    const placedAt = now - daysAgo * day;
    const stamp = { at: placedAt, rank: 0, by: 'm' } as const;
    const revenue = 1000 * bought.length;
    const returned = [{ product: bought[0] ?? '', quantity: 1 }];
    await stores.orders.change({
      tenant,
      profileId,
      order: {
        orderId: `${prefix}-${index}`,
        placedAt,
        money: { ...stamp, currency: 'EUR', revenue, discount: 0 },
        goods: { ...stamp, lines: bought.map((productId) => ({ productId, quantity: 1, price: 1000 })) },
        ...(is === 'cancelled' ? { cancelledAt: placedAt + 1 } : {}),
        ...(is === 'a test' ? { test: true } : {}),
        ...(is === 'refunded' ? { refunds: { r: { revenue: revenue / 100 } } } : {}),
        ...(is === 'sent back in part' && bought.length > 1
          ? { refunds: { r: { revenue: 10, returned } } }
          : {}),
      },
    });
  }
};

/** What a customer kept of an order; nothing of one that does not count. */
const keptOf = ({ is, products: bought }: Ordered): readonly string[] => {
  if (is === 'kept') return bought;
  return is === 'sent back in part' ? (bought.length > 1 ? bought.slice(1) : bought) : [];
};

/** On one page: what is bought together with what a person kept, each with its score, the best first. */
const expected = (orders: readonly Ordered[], person: string) => {
  const last = new Map<string, number>();
  for (const order of orders.filter((one) => one.person === person)) {
    for (const product of keptOf(order)) {
      last.set(product, Math.min(last.get(product) ?? Infinity, order.daysAgo));
    }
  }
  const scores = new Map<string, number>();
  for (const [own, daysAgo] of last) {
    const withOwn = orders.filter((order) => keptOf(order).includes(own));
    for (const other of products.filter((one) => one !== own)) {
      const together = withOwn.filter((order) => keptOf(order).includes(other)).length;
      const withOther = orders.filter((order) => order.products.includes(other)).length;
      const lift = together / withOwn.length / (withOther / orders.length);
      if (together < 2 || !(lift > 1)) continue;
      const score = (together / Math.sqrt(withOwn.length * withOther)) * 0.5 ** (daysAgo / 180);
      scores.set(other, (scores.get(other) ?? 0) + score);
    }
  }
  return [...scores].filter(([product]) => !last.has(product));
};

const boughtTogether = async ({ recommend }: World, person: string) => {
  const profile = newProfile({ id: person, tenant, ids: [], referralCode: person, now });
  const found = await recommend({ tenant, profile, by: 'bought-together', limit: 10 });
  return found.filter(({ because }) => because.kind === 'bought-together');
};

it('recommends what a computation on one page says is bought together, to many people who ask at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(orderArbitrary, { minLength: 5, maxLength: 40 }), async (orders) => {
      const world = createWorld();
      await addProducts(world);
      await addOrders(world, orders);
      const found = await Promise.all([...people, ...people].map((person) => boughtTogether(world, person)));
      for (const [index, recommended] of found.entries()) {
        const scores = new Map(expected(orders, people[index % people.length] ?? ''));
        expect(new Set(recommended.map(({ product }) => product.id))).toEqual(new Set(scores.keys()));
        for (const { product, score } of recommended) {
          expect(score).toBeCloseTo(scores.get(product.id) ?? 0, 9);
        }
        const sorted = recommended.map(({ score }) => score);
        expect(sorted).toEqual(sorted.toSorted((a, b) => b - a));
      }
      // Each product is read once, and counted once at most.
      expect(new Set(world.asked).size).toBe(world.asked.length);
    }),
    { numRuns: 60 },
  );
});

it('uses an answer for five minutes as it is, and for an hour while a newer one is made', async () => {
  const world = createWorld();
  await addProducts(world);
  const pair: Ordered = { person: 'p0', products: ['a', 'b'], daysAgo: 3, is: 'kept' };
  await addOrders(world, [pair, pair, { ...pair, person: 'p1', products: ['c'] }]);
  const beside = async (): Promise<readonly string[]> => {
    const found = await world.recommend({ tenant, beside: ['a'], by: 'bought-together', limit: 5 });
    return found.filter(({ because }) => because.kind === 'bought-together').map(({ product }) => product.id);
  };
  expect(await beside()).toEqual(['b']);
  const other = { ...pair, products: ['a', 'd'] };
  await addOrders(world, [other, other, { ...other, products: ['e'] }, { ...other, products: ['e'] }], 'n');
  expect(await beside()).toEqual(['b']);
  world.time.system += 6 * 60_000;
  expect(await beside()).toEqual(['b']);
  await expect.poll(beside).toContain('d');
  await addOrders(
    world,
    [
      { ...pair, products: ['a', 'f'] },
      { ...pair, products: ['a', 'f'] },
    ],
    'l',
  );
  world.time.system += 61 * 60_000;
  expect(await beside()).toContain('f');
});
