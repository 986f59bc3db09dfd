import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { forecastOf, performanceOf } from './pipeline.ts';

const probabilities = new Map([
  ['open', 10],
  ['proposal', 50],
  ['negotiation', 75],
]);
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const march = { month: '2027-03', isOver: false } as const;

it('weighs each amount by the probability of its stage, by month, owner, team and currency', () => {
  const forecast = forecastOf({
    probabilities,
    sums: [
      { stage: 'proposal', amount: eur(10_001), ...march, owner: 'eva', deals: 1 },
      { stage: 'negotiation', amount: eur(20_000), ...march, owner: 'eva', deals: 1 },
      { stage: 'proposal', amount: { minor: 500, currency: 'USD' }, ...march, owner: 'eva', deals: 2 },
      { stage: 'open', amount: eur(1000), month: '2027-03', isOver: true, owner: 'eva', deals: 1 },
      { stage: 'open', amount: eur(1000), isOver: false, team: 'north', deals: 1 },
      { stage: 'open', isOver: false, deals: 3 },
    ],
  });
  expect(forecast).toEqual({
    withoutAmount: 3,
    rows: [
      { month: 'overdue', owner: 'eva', currency: 'EUR', deals: 1, amount: 1000, weighted: 100 },
      { month: '2027-03', owner: 'eva', currency: 'EUR', deals: 2, amount: 30_001, weighted: 20_001 },
      { month: '2027-03', owner: 'eva', currency: 'USD', deals: 2, amount: 500, weighted: 250 },
      { month: 'undated', team: 'north', currency: 'EUR', deals: 1, amount: 1000, weighted: 100 },
    ],
  });
});

it('has every deal with an amount in one row, and weighs none above its amount', () => {
  const deal = fc.record({
    stage: fc.constantFrom('open', 'proposal', 'negotiation', 'unknown'),
    amount: fc.option(fc.record({ minor: fc.nat(), currency: fc.constantFrom('EUR', 'USD') }), {
      nil: undefined,
    }),
    month: fc.option(fc.constantFrom('2027-01', '2027-03', '2027-12'), { nil: undefined }),
    isOver: fc.boolean(),
    deals: fc.integer({ min: 1, max: 9 }),
    owner: fc.option(fc.constantFrom('eva', 'ben'), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(deal), (sums) => {
      const { rows, withoutAmount } = forecastOf({ sums, probabilities });
      const count = rows.reduce((sum, row) => sum + row.deals, 0);
      expect(count + withoutAmount).toBe(sums.reduce((sum, { deals }) => sum + deals, 0));
      const total = sums.reduce((sum, { amount }) => sum + (amount?.minor ?? 0), 0);
      expect(rows.reduce((sum, row) => sum + row.amount, 0)).toBe(total);
      for (const row of rows) expect(row.weighted).toBeLessThanOrEqual(row.amount);
    }),
  );
});

it('counts what everybody won and lost, and takes the median of the days it took', () => {
  const day = 86_400_000;
  const ended = (owner: string | undefined, ends: 'won' | 'lost', days: number, minor: number) => ({
    stage: ends,
    ends,
    owner,
    amount: eur(minor),
    createdAt: 0,
    endedAt: days * day,
  });
  const performance = performanceOf(
    [
      ended('eva', 'won', 10, 100),
      ended('eva', 'won', 21, 200),
      ended('eva', 'lost', 90, 900),
      ended(undefined, 'lost', 5, 1),
    ],
    ({ owner }) => owner,
  );
  expect(performance.get('eva')).toEqual({
    won: 2,
    lost: 1,
    winRate: 2 / 3,
    cycleDays: 15.5,
    amounts: { EUR: 300 },
  });
  expect(performance.get(undefined)).toEqual({ won: 0, lost: 1, winRate: 0, amounts: {} });
});
