import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const files = {
  'offers/spring.json': {
    key: 'spring',
    name: 'Ten percent',
    kind: 'percentage',
    value: 10,
    code: { shared: 'SPRING' },
    limits: { redeem: [{ value: 30 }], perPerson: 5, minOrder: 20 },
  },
  'offers/welcome.json': {
    key: 'welcome',
    name: 'Five euros',
    kind: 'amount',
    value: 5,
    code: { pattern: 'HELLO-########' },
    expires: { after: '7 days' },
    limits: { perPerson: 1, minOrder: 5 },
  },
  'offers/tea.json': {
    key: 'tea',
    name: 'Three for two of tea, for friends',
    kind: 'buy-get',
    buyGet: { buy: 2, get: 1 },
    code: { automatic: true },
    products: { all: [{ fact: 'item', path: '$.category', operator: 'equal', value: 'tea' }] },
    audience: { all: [{ fact: 'profile', path: '$.traits.plan', operator: 'equal', value: 'friend' }] },
    limits: { perPerson: 5 },
  },
  'journeys/greet.json': {
    key: 'greet',
    name: 'Greet',
    stage: 'acquisition',
    entry: { on: 'Signed Up' },
    steps: [{ id: 'coupon', type: 'offer', offer: 'welcome' }],
  },
};

describe('offers in a shop', () => {
  let engine: TestedEngine;
  let call: AdminClient['call'];
  beforeAll(async () => {
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files }) });
    call = adminClient(engine).call;
  });
  afterAll(() => engine.close());

  const post = async (offer: string, act: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await call('POST', `/api/offers/${offer}/${act}`, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return isObject(answer.body) ? answer.body : {};
  };
  const cart = { currency: 'EUR', orderValue: 10_000 };
  const usedOf = async (offer: string): Promise<unknown> => {
    const { body } = await call('GET', `/api/offers/${offer}`);
    return isObject(body) ? body['used'] : undefined;
  };
  const couponOf = async (user: string): Promise<string> => {
    const { offers } = engine.opened.stores;
    const profileId = await engine.profileId(user);
    const [coupon] = await offers.find({ tenant: engine.tenant, offer: 'welcome', profileId });
    return coupon?.code ?? '';
  };
  const told = async (user: string): Promise<number> => {
    const profileId = await engine.profileId(user);
    const rows = await engine.opened.stores.eventReads.events({
      tenant: engine.tenant,
      profileId,
      name: 'Coupon Redeemed',
      limit: 10,
    });
    return rows.length;
  };

  it('are validated, reserved, redeemed and rolled back, each once, within their budget', async () => {
    for (const user of ['ana', 'ben', 'cleo', 'dan']) await engine.customer(user);
    const by = (userId: string) => ({ code: 'spring', person: { userId }, cart });
    expect(await post('spring', 'validate', by('ana'))).toMatchObject({
      outcome: 'allowed',
      discount: { amount: 1000 },
    });
    const reserve = { ...by('ana'), key: 'cart-1' };
    expect(await post('spring', 'reserve', reserve)).toMatchObject({
      outcome: 'done',
      redemption: { state: 'reserved', discount: 1000 },
    });
    expect(await post('spring', 'reserve', reserve)).toMatchObject({ outcome: 'done-before' });
    for (const user of ['ben', 'cleo']) {
      expect(await post('spring', 'redeem', { ...by(user), orderId: `o-${user}` })).toMatchObject({
        outcome: 'done',
      });
    }
    const spent = { ...by('dan'), orderId: 'o-dan' };
    expect(await post('spring', 'redeem', spent)).toMatchObject({
      outcome: 'refused',
      reasons: [{ code: 'budget-spent', detail: { measure: 'value', most: 3000 } }],
    });
    const redeem = { ...reserve, orderId: 'o-ana' };
    expect(await post('spring', 'redeem', { ...redeem, dry: true })).toMatchObject({ outcome: 'allowed' });
    expect(await post('spring', 'redeem', redeem)).toMatchObject({ redemption: { state: 'redeemed' } });
    expect(await post('spring', 'redeem', redeem)).toMatchObject({ outcome: 'done-before' });
    const back = { orderId: 'o-ben', rollbackKey: 'refund-1' };
    expect(await post('spring', 'rollback', back)).toMatchObject({
      redemptions: [{ outcome: 'done', redemption: { state: 'rolled-back', discount: 0 } }],
    });
    expect(await post('spring', 'rollback', back)).toMatchObject({
      redemptions: [{ outcome: 'done-before' }],
    });
    expect(await post('spring', 'redeem', spent)).toMatchObject({ outcome: 'done' });
    expect(await usedOf('spring')).toEqual({ count: 3, discount: 3000, orderValue: 30_000 });
    const { body } = await call('GET', '/api/offers/spring/check');
    expect(body).toMatchObject({ balanced: true, differences: [] });
  });

  it('are redeemed by an order of the shop, and rolled back by what was refunded of it', async () => {
    await engine.customer('eva');
    await engine.track('eva', 'Signed Up');
    const code = await couponOf('eva');
    expect(code).toMatch(/^HELLO-/);
    const order = { order_id: 'o-eva', revenue: 45, discount: 5, currency: 'EUR', coupon: code };
    await engine.track('eva', 'Order Completed', order);
    expect(await usedOf('welcome')).toEqual({ count: 1, discount: 500, orderValue: 5000 });
    const other = { code, cart, orderId: 'o-other' };
    expect(await post('welcome', 'redeem', other)).toMatchObject({ reasons: [{ code: 'already-redeemed' }] });
    expect(await post('welcome', 'redeem', { ...other, orderId: 'o-eva' })).toMatchObject({
      outcome: 'done-before',
    });
    await engine.track('eva', 'Order Refunded', {
      order_id: 'o-eva',
      refund_id: 'r1',
      revenue: 9,
      currency: 'EUR',
    });
    expect(await usedOf('welcome')).toEqual({ count: 1, discount: 400, orderValue: 4000 });
    await engine.track('eva', 'Order Cancelled', { order_id: 'o-eva' });
    expect(await usedOf('welcome')).toEqual({ count: 0, discount: 0, orderValue: 0 });
    expect(await post('welcome', 'validate', { code, cart })).toMatchObject({ outcome: 'allowed' });
    expect(await told('eva'), 'times that the person hears of it').toBe(1);
  });

  it('that were redeemed over the API before the order arrived count once', async () => {
    await engine.customer('fay');
    await engine.track('fay', 'Signed Up');
    const code = await couponOf('fay');
    const before = await usedOf('welcome');
    const redeem = {
      code,
      person: { userId: 'fay' },
      cart: { currency: 'EUR', orderValue: 5000 },
      key: 'cart-fay',
    };
    expect(await post('welcome', 'redeem', { ...redeem, orderId: 'o-fay' })).toMatchObject({
      outcome: 'done',
    });
    const order = { order_id: 'o-fay', revenue: 45, discount: 5, currency: 'EUR', coupon: code };
    await engine.track('fay', 'Order Completed', order);
    expect(before).toEqual({ count: 0, discount: 0, orderValue: 0 });
    expect(await usedOf('welcome')).toEqual({ count: 1, discount: 500, orderValue: 5000 });
    expect(await told('fay')).toBe(1);
  });

  it('are looked at as they will be at another instant', async () => {
    await engine.customer('gil');
    await engine.track('gil', 'Signed Up');
    const now = new Date(engine.engine.clock.now(engine.tenant) + 8 * 86_400_000).toISOString();
    const person = { userId: 'gil' };
    expect(await post('welcome', 'redeem', { person, cart, orderId: 'o-gil', now })).toMatchObject({
      outcome: 'refused',
      reasons: [{ code: 'expired' }],
    });
    expect(await post('welcome', 'validate', { person, cart })).toMatchObject({ outcome: 'allowed' });
  });

  it('are for people and products by rule', async () => {
    await engine.customer('hana', { plan: 'friend' });
    await engine.customer('ivo', { plan: 'guest' });
    const line = (id: string, category: string, price: number, quantity: number) => ({
      id,
      category,
      price,
      quantity,
    });
    const goods = { currency: 'EUR', lines: [line('t', 'tea', 700, 3), line('p', 'pots', 100, 3)] };
    const by = (userId: string, lines = goods) => ({
      person: { userId },
      cart: lines,
      orderId: `tea-${userId}`,
    });
    expect(await post('tea', 'redeem', by('ivo'))).toMatchObject({ reasons: [{ code: 'not-in-audience' }] });
    expect(await post('tea', 'redeem', { cart: goods, orderId: 'tea-nobody' })).toMatchObject({
      reasons: [{ code: 'person-needed' }],
    });
    const pots = { currency: 'EUR', lines: [line('p', 'pots', 100, 3)] };
    expect(await post('tea', 'redeem', by('hana', pots))).toMatchObject({
      reasons: [{ code: 'no-eligible-product' }],
    });
    expect(await post('tea', 'redeem', by('hana'))).toMatchObject({
      outcome: 'done',
      discount: { amount: 700, lines: [{ id: 't', discount: 700 }] },
    });
  });
});
