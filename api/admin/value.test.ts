import { expect, it } from 'vitest';

import { createTestApi } from '../api-for-tests.ts';
import { get, json } from './requests-for-tests.ts';

const basis = { repeatBuyers: 40, weeks: 9 };
const state = {
  tenant: 'shop',
  day: '2026-03-02',
  at: Date.UTC(2026, 2, 1, 23),
  buyers: 80,
  basis,
  measures: { currency: 'EUR' },
  groups: {},
  predicted: 0,
  changed: 0,
};
const valueOf = (given: Partial<Parameters<typeof createTestApi>[0]>) =>
  json(get(createTestApi(given), '/api/value'));

it('says what is missing instead of a number, before and after buyers were measured', async () => {
  const needs = { repeatBuyers: 100, weeks: 12 };
  expect(await valueOf({})).toEqual({
    buyers: 0,
    isUnderWay: false,
    rfm: { state: 'not-enough-data', needs: { buyers: 25 } },
    predictions: { state: 'not-enough-data', needs, has: { repeatBuyers: 0, weeks: 0 } },
  });
  expect(await valueOf({ values: { get: async () => state } })).toMatchObject({
    at: '2026-03-01T23:00:00.000Z',
    day: '2026-03-02',
    buyers: 80,
    predictions: { state: 'not-enough-data', needs, has: basis },
  });
});

it('shows cut points, the size of every group and the model', async () => {
  const cuts = { recency: [7, 30, 60, 90], frequency: [1, 1, 2, 3], monetary: [1000, 2000, 5000, 9000] };
  const bgNbd = { r: 0.24, alpha: 4.4, a: 0.8, b: 2.4 };
  const measures = { currency: 'EUR', cuts, model: { bgNbd, spending: { p: 6, q: 4, v: 1500 } } };
  const measured = { ...state, measures, groups: { champions: 12, lost: 3 }, predicted: 80 };
  const body = await valueOf({ values: { get: async () => measured } });
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
