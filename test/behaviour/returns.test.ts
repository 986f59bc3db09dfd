import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

describe('a return', () => {
  let engine: TestedEngine;
  let call: AdminClient['call'];
  beforeAll(async () => {
    const settings = { referral: { enabled: true, minOrder: 20 } };
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files: {}, settings }) });
    call = adminClient(engine).call;
    for (const user of ['ana', 'ben', 'cleo']) await engine.customer(user);
  });
  afterAll(() => engine.close());

  const euro = (minor: number) => ({ minor, currency: 'EUR' });
  const buy = (user: string, order: string, more: Readonly<Record<string, string>> = {}) =>
    engine.track(user, 'Order Completed', {
      order_id: order,
      revenue: 100,
      total: 121,
      tax: 21,
      currency: 'EUR',
      products: [
        { product_id: 'CUP', quantity: 2, price: 20 },
        { product_id: 'POT', quantity: 1, price: 60 },
      ],
      ...more,
    });
  const ask = async (user: string, data: object): Promise<string> => {
    const whole = { contact: await engine.profileId(user), ...data };
    const { status, body } = await call('POST', '/api/records/return', { data: whole });
    expect(status, JSON.stringify(body)).toBe(201);
    return isObject(body) ? String(body['id']) : '';
  };
  const move = async (id: string, stage: string, data: object = {}) => {
    const { status, body } = await call('PATCH', `/api/records/return/${id}`, { stage, data });
    expect(status, JSON.stringify(body)).toBe(200);
  };
  const receive = async (id: string): Promise<void> => {
    await move(id, 'approved');
    await move(id, 'received', { receivedOn: '2026-06-05' });
  };
  const computedOf = async (user: string) => {
    const id = await engine.profileId(user);
    return (await engine.opened.stores.peopleReads.profile({ tenant: engine.tenant, id }))?.computed;
  };
  const told = async (user: string, name: string): Promise<number> => {
    const { body } = await call('GET', `/api/events?profile=${await engine.profileId(user)}&limit=200`);
    const found = isObject(body) && Array.isArray(body['events']) ? body['events'] : [];
    return found.filter((one: unknown) => isObject(one) && one['event'] === name).length;
  };

  it('takes its part off what the order is worth once the money goes back, and only then', async () => {
    await buy('cleo', 'c-1');
    const lines = [{ product: 'CUP', quantity: 2, amount: euro(4840) }];
    const id = await ask('cleo', { number: 'R-1', order: 'c-1', lines });
    await receive(id);
    expect(await computedOf('cleo')).toMatchObject({ refunded: 0, products: ['CUP', 'POT'] });
    await move(id, 'refunded', { refunded: euro(4840) });
    expect(await computedOf('cleo')).toMatchObject({ refunded: 40, revenue: 60, products: ['POT'] });
    expect(await told('cleo', 'Order Refunded')).toBe(1);
  });

  it('is one with the refund of the shop where it has its id, no matter who tells first', async () => {
    await buy('cleo', 'c-2');
    const id = await ask('cleo', { number: 'R-2', order: 'c-2', refundId: '778' });
    await receive(id);
    const before = await computedOf('cleo');
    await engine.track('cleo', 'Order Refunded', { order_id: 'c-2', refund_id: '778', total: 12.1 });
    await move(id, 'refunded', { refunded: euro(1210) });
    expect((await computedOf('cleo'))?.refunded).toBe((before?.refunded ?? 0) + 10);
  });

  it('takes back the reward of a referral, as any refund does', async () => {
    const id = await engine.profileId('ana');
    const ana = await engine.opened.stores.peopleReads.profile({ tenant: engine.tenant, id });
    await buy('ben', 'b-1', { referral_code: ana?.referralCode ?? '' });
    expect(await told('ana', 'Referral Clawed Back')).toBe(0);
    const back = await ask('ben', { number: 'R-3', order: 'b-1' });
    await receive(back);
    await move(back, 'refunded', { refunded: euro(12_100) });
    expect(await told('ana', 'Referral Clawed Back')).toBe(1);
    expect(await told('ben', 'Referral Clawed Back')).toBe(1);
  });

  it('that is replaced costs nothing', async () => {
    await buy('cleo', 'c-3');
    const before = await computedOf('cleo');
    const id = await ask('cleo', { number: 'R-4', order: 'c-3', wish: 'replacement' });
    await receive(id);
    await move(id, 'replaced');
    expect(await computedOf('cleo')).toEqual(before);
  });

  it('that was refunded keeps its sum and its order: what goes back later is a return of its own', async () => {
    const id = await ask('cleo', { number: 'R-5', order: 'c-3' });
    await receive(id);
    await move(id, 'refunded', { refunded: euro(100) });
    const { status, body } = await call('PATCH', `/api/records/return/${id}`, {
      data: { refunded: euro(200) },
    });
    expect([status, body]).toMatchObject([400, { problems: [{ path: 'refunded' }] }]);
  });
});
