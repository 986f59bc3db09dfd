import { afterAll, beforeAll, expect, it } from 'vitest';

import type { ValueState } from '../../engine/value/ports.ts';
import { json, type Shop, startShop } from '../shop-for-tests.ts';

const basis = { repeatBuyers: 40, weeks: 9 };
const needs = { repeatBuyers: 100, weeks: 12 };

let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.close());

/** Asks without letting the loops run, which would measure the buyers that there are. */
const look = () => json(shop.callWith(() => ({}))('GET', '/api/value'));

/** What `/api/value` says once the measures were written. */
const valueWith = async (given: Partial<ValueState>) => {
  const { tenant } = shop;
  const { values } = shop.opened.stores;
  const systemTime = shop.engine.systemTime();
  const lease = await values.take({ tenant, token: 'test', systemTime, until: systemTime + 60_000 });
  if (lease === undefined) return expect.fail('somebody else measures');
  const state: ValueState = {
    tenant,
    day: '2026-03-29',
    at: Date.parse('2026-03-28T23:00:00Z'),
    buyers: 80,
    basis,
    measures: { currency: 'EUR' },
    groups: {},
    predicted: 0,
    changed: 0,
    ...given,
  };
  await values.save({ lease, state });
  await values.release(lease);
  return look();
};

it('says what is missing instead of a number, before and after buyers were measured', async () => {
  const rfm = { state: 'not-enough-data', needs: { buyers: 25 } };
  expect(await look()).toEqual({
    buyers: 0,
    isUnderWay: false,
    rfm,
    predictions: { state: 'not-enough-data', needs, has: { repeatBuyers: 0, weeks: 0 } },
  });
  expect(await valueWith({})).toMatchObject({
    at: '2026-03-28T23:00:00.000Z',
    day: '2026-03-29',
    buyers: 80,
    predictions: { state: 'not-enough-data', needs, has: basis },
  });
});

it('shows cut points, the size of every group and the model', async () => {
  const cuts = { recency: [7, 30, 60, 90], frequency: [1, 1, 2, 3], monetary: [1000, 2000, 5000, 9000] };
  const bgNbd = { r: 0.24, alpha: 4.4, a: 0.8, b: 2.4 };
  const measures = { currency: 'EUR', cuts, model: { bgNbd, spending: { p: 6, q: 4, v: 1500 } } };
  const body = await valueWith({ measures, groups: { champions: 12, lost: 3 }, predicted: 80 });
  expect(body['rfm']).toMatchObject({ state: 'ready', cuts });
  expect(body['rfm']).toHaveProperty('groups.length', 11);
  expect(body['rfm']).toHaveProperty('groups.0', { group: 'champions', people: 12 });
  expect(body['predictions']).toEqual({
    state: 'ready',
    people: 80,
    has: basis,
    orders: bgNbd,
    spending: { p: 6, q: 4, v: 1500 },
  });
});
