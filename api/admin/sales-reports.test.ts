import { afterAll, beforeAll, expect, it } from 'vitest';

import { json, type Shop, startShop, textOf } from '../shop-for-tests.ts';

let shop: Shop;
const deal = async (given: object): Promise<string> =>
  textOf((await json(shop.call('POST', '/api/records/deal', given)))['id']);
const eur = (minor: number) => ({ minor, currency: 'EUR' });

beforeAll(async () => {
  shop = await startShop();
  await deal({
    data: { name: 'A', amount: eur(10_000), closeOn: '2026-05-20' },
    stage: 'proposal',
    owner: 'eva',
  });
  await deal({ data: { name: 'B', amount: eur(4000) }, owner: 'ben', team: 'north' });
  await deal({ data: { name: 'C' } });
  const won = await deal({ data: { name: 'D', amount: eur(7000) }, owner: 'eva', team: 'north' });
  await shop.days(3);
  await shop.call('PATCH', `/api/records/deal/${won}`, { stage: 'won' });
  const lost = await deal({ data: { name: 'E', amount: eur(500), lossReason: 'price' }, owner: 'eva' });
  await shop.call('PATCH', `/api/records/deal/${lost}`, { stage: 'lost' });
});
afterAll(() => shop.close());

it('the forecast weighs open deals, and leaves out those that are over', async () => {
  expect(await json(shop.call('GET', '/api/sales/forecast'))).toEqual({
    rows: [
      { month: '2026-05', owner: 'eva', currency: 'EUR', deals: 1, amount: 10_000, weighted: 5000 },
      {
        month: 'undated',
        owner: 'ben',
        team: 'north',
        currency: 'EUR',
        deals: 1,
        amount: 4000,
        weighted: 400,
      },
    ],
    withoutAmount: 1,
    isWhole: true,
  });
});

it('the performance of a period has what ended in it, by owner and by team', async () => {
  expect(await json(shop.call('GET', '/api/sales/performance'))).toEqual({
    owners: [{ id: 'eva', won: 1, lost: 1, winRate: 0.5, cycleDays: 3, amounts: { EUR: 7000 } }],
    teams: [
      { id: 'north', won: 1, lost: 0, winRate: 1, cycleDays: 3, amounts: { EUR: 7000 } },
      { won: 0, lost: 1, winRate: 0, amounts: {} },
    ],
    months: [{ month: '2026-04', won: 1, lost: 1, winRate: 0.5, cycleDays: 3, amounts: { EUR: 7000 } }],
    isWhole: true,
  });
  const before = await json(shop.call('GET', '/api/sales/performance?to=2026-03-30T00:00:00Z'));
  expect(before).toEqual({ owners: [], teams: [], months: [], isWhole: true });
  const wrong = await shop.call(
    'GET',
    '/api/sales/performance?from=2026-04-02T00:00:00Z&to=2026-04-01T00:00:00Z',
  );
  expect(wrong.status).toBe(400);
});

it('the pipeline has the days in each stage, the wins from there, and whose expected days slip', async () => {
  const slow = await deal({ data: { name: 'F', amount: eur(900), closeOn: '2026-05-01' }, owner: 'zoe' });
  const change = (body: object) => shop.call('PATCH', `/api/records/deal/${slow}`, body);
  await shop.days(2);
  await change({ stage: 'qualified', data: { closeOn: '2026-05-11' } });
  await change({ data: { closeOn: '2026-05-31' } });
  await shop.days(5);
  const body = await json(shop.call('GET', '/api/sales/pipeline'));
  expect(body).toMatchObject({
    stages: [
      { stage: 'open', deals: 5, open: 2, days: 2, winRate: 0.5 },
      { stage: 'qualified', deals: 1, open: 1, openDays: 5 },
      { stage: 'proposal', deals: 1, open: 1 },
      { stage: 'negotiation', deals: 0, open: 0 },
    ],
    slippage: {
      owners: [
        { id: 'zoe', deals: 1, slipped: 1, slips: 2, days: 30, amounts: { EUR: 900 } },
        { id: 'eva', deals: 1, slipped: 0, slips: 0, amounts: {} },
      ],
    },
    isWhole: true,
  });
});
