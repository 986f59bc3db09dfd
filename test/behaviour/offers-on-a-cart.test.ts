import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;
const automatic = { automatic: true };
const files = {
  'offers/goods-ten.json': {
    key: 'goods-ten',
    name: 'Ten percent',
    kind: 'percentage',
    value: 10,
    code: automatic,
    stacking: { group: 'goods' },
  },
  'offers/goods-five.json': {
    key: 'goods-five',
    name: 'Five euros',
    kind: 'amount',
    value: 5,
    code: { shared: 'FIVE' },
    limits: { perPerson: 1 },
    stacking: { group: 'goods', priority: 1 },
  },
  'offers/big-order.json': {
    key: 'big-order',
    name: 'Three euros off big orders',
    kind: 'amount',
    value: 3,
    code: automatic,
    limits: { minOrder: 200 },
  },
  'offers/free-shipping.json': {
    key: 'free-shipping',
    name: 'Free shipping',
    kind: 'free-shipping',
    code: automatic,
  },
};

const answerSchema = z.object({
  total: z.number(),
  applied: z.array(z.looseObject({ key: z.string(), code: z.string().optional() })),
  refused: z.array(
    z.object({ key: z.string(), reasons: z.array(z.looseObject({ code: z.string() })) }).loose(),
  ),
  unknown: z.array(z.looseObject({ code: z.string() })),
});

let engine: TestedEngine;
let api: AdminClient;
beforeAll(async () => {
  engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files }) });
  api = adminClient(engine);
  await engine.send({
    name: 'identify',
    type: 'identify',
    userId: 'ana',
    traits: { email: 'ana@example.com' },
  });
  await engine.comeToRest(engine.tenant);
}, minute);
afterAll(() => engine.close(), minute);

const ask = async (codes: readonly string[]) => {
  const cart = { currency: 'EUR', orderValue: 10_000, shipping: 490 };
  const { body } = await api.call('POST', '/api/offers/cart', { codes, person: { userId: 'ana' }, cart });
  const { total, applied, refused, unknown } = answerSchema.parse(body);
  return {
    total,
    applied: applied.map(({ key }) => key),
    refused: refused.map(({ key, reasons }) => [key, ...reasons.map(({ code }) => code)]),
    unknown: unknown.map(({ code }) => code),
  };
};

it('offers that need no code apply by themselves; each other one says why it does not', async () => {
  expect(await ask([])).toEqual({
    total: 1000 + 490,
    applied: ['goods-ten', 'free-shipping'],
    refused: [['big-order', 'min-order']],
    unknown: [],
  });
});

it('a code takes the place of the offer of its group that comes after it, and nothing is used up', async () => {
  const withCode = {
    total: 500 + 490,
    applied: ['goods-five', 'free-shipping'],
    refused: [
      ['big-order', 'min-order'],
      ['goods-ten', 'not-stackable'],
    ],
    unknown: ['NO-SUCH'],
  };
  expect(await ask(['five', 'NO-SUCH'])).toEqual(withCode);
  expect(await ask(['five', 'NO-SUCH'])).toEqual(withCode);
});

it('a code that was used is refused, and the offer it took the place of applies again', async () => {
  const cart = { currency: 'EUR', orderValue: 10_000 };
  const body = { code: 'FIVE', person: { userId: 'ana' }, cart, orderId: 'order-1' };
  await api.call('POST', '/api/offers/goods-five/redeem', body);
  const { applied, refused } = await ask(['FIVE']);
  expect(applied).toEqual(['goods-ten', 'free-shipping']);
  expect(refused).toContainEqual(['goods-five', 'per-person-limit']);
});
