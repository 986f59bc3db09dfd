import { randomUUID } from 'node:crypto';

import mongoose from 'mongoose';

import { toCart } from '../domain/offers/discount/cart.ts';
import { buildWorkspace } from '../server/workspace/build-workspace.ts';
import { addPeople, percentile, timed } from './measures.ts';
import { type Row, row, sideBySide } from './rows.ts';
import type { Stage } from './stage.ts';
import { benchWorkspace } from './workspace.ts';

const tenant = 'bench';
const offerCount = 500;
const cartsAsked = 200;

const when = (fact: string, path: string, operator: string, value: unknown) => ({
  all: [{ fact, path, operator, value }],
});

/** Offers of all sorts: for everybody, for some products, for some people; a third of them each. */
const offerOf = (n: number): Readonly<Record<string, unknown>> => ({
  key: `live-${n}`,
  name: `Live offer ${n}`,
  kind: 'percentage',
  value: 1 + (n % 20),
  maxDiscount: 10,
  code: { automatic: true },
  limits: { perPerson: 3, minOrder: 1 + (n % 60) },
  stacking: { group: `group-${n % 7}`, priority: n % 5 },
  ...(n % 3 === 1 ? { products: when('item', '$.category', 'equal', `category-${n % 40}`) } : {}),
  ...(n % 3 === 2 ? { audience: when('profile', '$.computed.revenue', 'greaterThanInclusive', n % 90) } : {}),
});

const publishOffers = async (stage: Stage): Promise<void> => {
  const offers = Array.from({ length: offerCount }, (_, n): [string, string] => [
    `offers/live-${n}.json`,
    JSON.stringify(offerOf(n)),
  ]);
  const many = {
    key: 'many',
    name: 'One offer that many use at once',
    kind: 'amount',
    value: 5,
    code: { shared: 'MANY-5' },
    limits: { total: 100_000_000, perPerson: 1_000_000 },
  };
  const built = await buildWorkspace({
    files: {
      ...(await benchWorkspace()),
      ...Object.fromEntries(offers),
      'offers/many.json': JSON.stringify(many),
    },
  });
  if (!built.ok) throw new Error(JSON.stringify(built.problems));
  await stage.assembled.publish({ built: built.value, dryRun: false });
};

/** Answers to which of 500 live offers apply to a cart of five lines, over HTTP; p95 against 50 ms. */
export const cartAnswers = async (stage: Stage): Promise<Row> => {
  await publishOffers(stage);
  await addPeople({ stage, prefix: 'cart', count: 100 });
  const lines = Array.from({ length: 5 }, (_, n) => ({
    id: `l${n}`,
    category: `category-${n}`,
    price: 2000,
  }));
  const ask = async (n: number): Promise<number> => {
    const began = performance.now();
    const response = await fetch(`${stage.url}/api/offers/cart`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${stage.writeKey}` },
      body: JSON.stringify({ cart: { currency: 'EUR', lines }, person: { userId: `cart${n % 100}` } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status}: ${text}`);
    return performance.now() - began;
  };
  for (let n = 0; n < 30; n += 1) await ask(n);
  const took: number[] = [];
  const began = process.cpuUsage();
  for (let n = 0; n < cartsAsked; n += 1) took.push(await ask(n));
  const { user, system } = process.cpuUsage(began);
  const p95 = percentile(took, 0.95);
  // What a busy machine does not change.
  const cpu = ((user + system) / 1000 / cartsAsked).toFixed(0);
  return {
    name: `which of ${offerCount} live offers apply to a cart, over HTTP, p95 (p50 ${percentile(took, 0.5).toFixed(0)} ms, ${cpu} ms of the process each), against 50 ms`,
    ours: `${p95.toFixed(0)} ms`,
    against: '50 ms',
    ratio: 50 / p95,
    least: 1,
  };
};

const uses = 2000;
const atOnce = 100;

/** Redemptions of one offer, 100 at once; against the driver's `findOneAndUpdate` of one counter with a limit. */
export const redemptions = async (stage: Stage): Promise<Row> => {
  await publishOffers(stage);
  const people = 500;
  await addPeople({ stage, prefix: 'many', count: people });
  const { engine, opened } = stage.assembled;
  const ids = Array.from({ length: people }, (_, n) => `user:many${n}`);
  const profiles = await opened.stores.profiles.withIds({ tenant, ids });
  const connection = await mongoose
    .createConnection(stage.mongoUri, { w: 'majority', journal: true })
    .asPromise();
  const counters = connection.collection<{ _id: string; used: number }>('bench_budgets');
  const cart = toCart({ currency: 'EUR', lines: [{ id: 'fern', price: 4000, quantity: 1 }] });
  const result = await sideBySide({
    rounds: 3,
    other: async () => {
      const _id = randomUUID();
      await counters.insertOne({ _id, used: 0 });
      const job = () => counters.findOneAndUpdate({ _id, used: { $lt: 100_000_000 } }, { $inc: { used: 1 } });
      return uses / (await timed({ count: uses, width: atOnce, job }));
    },
    ours: async () => {
      const job = async (n: number) => {
        const outcome = await engine.redeemOffer.use({
          tenant,
          offer: 'many',
          act: 'redeem',
          key: randomUUID(),
          code: 'MANY-5',
          profile: profiles[n % people],
          cart,
        });
        if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
      };
      return uses / (await timed({ count: uses, width: atOnce, job }));
    },
  });
  await connection.close();
  return row({
    name: "redemptions of one offer, 100 at once, against the driver's findOneAndUpdate of one counter",
    unit: 'a second',
    least: 0.5,
    result,
  });
};
