import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

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
  'offers/eight.json': {
    key: 'eight',
    name: 'Eight euros',
    kind: 'amount',
    value: 8,
    code: { shared: 'OCTO' },
    stacking: { group: 'goods', priority: 3 },
  },
  'offers/four.json': {
    key: 'four',
    name: 'Four euros',
    kind: 'amount',
    value: 4,
    code: { shared: 'QUAD' },
    limits: { perPerson: 1 },
    stacking: { priority: 2 },
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
});
afterAll(() => engine.close());

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

describe('a cart with two offers', () => {
  const lines = [
    { id: 'tea', price: 500 },
    { id: 'pot', price: 500 },
  ];
  const cart = { currency: 'EUR', lines };
  const person = { userId: 'ana' };
  const post = async (path: string, body: object) => {
    const { body: answered } = await api.call('POST', `/api/offers/${path}`, { person, cart, ...body });
    return answered;
  };
  const applied = async (more: object) =>
    answerSchema.parse(await post('cart', { codes: ['OCTO', 'QUAD'], ...more })).applied;

  it('reserves and redeems of each what the cart answered, and its own reservations do not speak against it', async () => {
    const [eight, four] = await applied({});
    expect([eight?.['discount'], four?.['discount']]).toMatchObject([{ amount: 800 }, { amount: 200 }]);
    const use = { code: 'QUAD', key: 'cart-9', atMost: four?.['discount'] };
    expect(await post('four/reserve', use)).toMatchObject({ redemption: { discount: 200 } });
    expect((await applied({})).map(({ key }) => key)).not.toContain('four');
    expect((await applied({ key: 'cart-9' })).map(({ key }) => key)).toContain('four');
    const redeem = { code: 'QUAD', key: 'cart-9', orderId: 'order-9' };
    expect(await post('four/redeem', redeem)).toMatchObject({
      outcome: 'done',
      redemption: { discount: 200 },
      discount: {
        lines: [
          { id: 'tea', discount: 100 },
          { id: 'pot', discount: 100 },
        ],
      },
    });
    const after = answerSchema.parse(await post('cart', { codes: ['QUAD'], key: 'cart-9' }));
    expect(after.refused).toContainEqual(
      expect.objectContaining({ reasons: [expect.objectContaining({ code: 'already-redeemed' })] }),
    );
  });

  it('whose lines share a name is refused: shares of a discount would be told for the wrong line', async () => {
    const twice = { currency: 'EUR', lines: [...lines, { id: 'tea', price: 100 }] };
    expect(await api.call('POST', '/api/offers/cart', { cart: twice })).toMatchObject({
      status: 400,
      body: { problems: [{ path: 'cart.lines' }] },
    });
  });
});

it('every reduced product stands beside its lowest price of 30 days, and others do not', async () => {
  const eur = (minor: number) => ({ minor, currency: 'EUR' });
  const day = 86_400_000;
  const ago = (days: number) => new Date(engine.engine.clock.now(engine.tenant) - days * day).toISOString();
  const say = (products: readonly object[]) => api.call('POST', '/api/products', { products });
  await say([
    { id: 'pot', title: 'Pot', sku: 'POT', price: eur(1800), updatedAt: ago(50) },
    { id: 'tray', title: 'Tray', price: eur(2500), updatedAt: ago(50) },
    { id: 'mug', title: 'Mug', price: eur(900), updatedAt: ago(50) },
  ]);
  await say([
    { id: 'pot', price: eur(1700), updatedAt: ago(20) },
    { id: 'tray', price: eur(2000), updatedAt: ago(2) },
  ]);
  await say([{ id: 'pot', price: eur(1900), updatedAt: ago(10) }]);
  const lines = [
    { id: 'a', sku: 'POT', price: 1900 },
    { id: 'b', productId: 'tray', price: 2000 },
    { id: 'c', productId: 'mug', price: 900 },
    { id: 'd', productId: 'not-in-the-catalog', price: 900 },
  ];
  const reducedIn = async (path: string) => {
    const cart = { currency: 'EUR', lines };
    const { body } = await api.call('POST', path, { cart, person: { userId: 'ana' } });
    return z.looseObject({ reduced: z.array(z.unknown()) }).parse(body).reduced;
  };
  const pot = { id: 'a', productId: 'pot', lowestPrice30Days: 1700 };
  const tray = { id: 'b', productId: 'tray', lowestPrice30Days: 2500 };
  const mug = { id: 'c', productId: 'mug', lowestPrice30Days: 900 };
  expect(await reducedIn('/api/offers/cart')).toEqual([pot, tray, mug]);
  expect(await reducedIn('/api/offers/goods-ten/validate')).toEqual([pot, tray, mug]);
  // An offer that does not apply reduces nothing: what is left is what the shop itself reduced.
  expect(await reducedIn('/api/offers/big-order/validate')).toEqual([tray]);
});

it('a draft is tried on a cart before it is published, by anyone who writes it alone, and uses up nothing', async () => {
  const keep = (path: string, file: unknown) =>
    api.call('PUT', `/api/workspace/drafts/${encodeURIComponent(path)}`, { text: JSON.stringify(file) });
  const { 'offers/goods-five.json': five, 'offers/goods-ten.json': ten } = files;
  await keep('offers/goods-five.json', { ...five, value: 8, code: { shared: 'EIGHT' } });
  await keep('offers/brand-new.json', { ...ten, key: 'brand-new', value: 25 });
  await keep('offers/wrong.json', { ...ten, key: 'wrong', value: 250 });
  const cart = { currency: 'EUR', orderValue: 10_000 };
  const look = (offer: string, more: object = {}) =>
    api.call('POST', `/api/offers/${offer}/validate`, {
      cart,
      person: { userId: 'ana' },
      draft: true,
      ...more,
    });
  const allowed = { outcome: 'allowed', discount: { amount: 2500 } };
  expect((await look('brand-new')).body).toMatchObject(allowed);
  expect((await look('brand-new')).body).toMatchObject(allowed);
  expect((await look('brand-new', { draft: false })).status).toBe(404);
  // What was used of the published offer counts for its draft, too.
  const reasonsFor = async (code: string) =>
    z
      .object({ reasons: z.array(z.looseObject({ code: z.string() })) })
      .parse((await look('goods-five', { code })).body)
      .reasons.map((one) => one.code);
  expect(await reasonsFor('EIGHT')).toEqual(['per-person-limit']);
  expect(await reasonsFor('FIVE')).toEqual(['unknown-code', 'per-person-limit']);
  expect(await look('wrong')).toMatchObject({ status: 422, body: { problems: [{ path: 'value' }] } });
  expect((await look('nothing')).status).toBe(404);
  const made = await api.call('POST', '/api/keys', {
    name: 'somebody else',
    kind: 'server',
    scopes: ['write', 'personal-data'],
  });
  const { key } = z.object({ key: z.string() }).parse(made.body);
  const other = await engine.request('/api/offers/brand-new/validate', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ cart, draft: true }),
  });
  expect(other.status).toBe(404);
});
