import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { campaignFacts, campaignTotals } from './campaign-totals.ts';

const money = fc.record({
  minor: fc.integer({ min: 0, max: 1_000_000 }),
  currency: fc.constantFrom('EUR', 'USD', 'JPY'),
});

describe('what a campaign cost and brought', () => {
  it('is the return on what was spent, in its currency', () => {
    const totals = campaignTotals({
      budget: { minor: 500_000, currency: 'EUR' },
      costs: [{ minor: 180_000, currency: 'EUR' }],
      sending: { minor: 20_000, currency: 'EUR' },
      revenue: [{ minor: 560_000, currency: 'EUR' }],
      refunded: [{ minor: 60_000, currency: 'EUR' }],
    });
    expect(totals).toEqual([
      {
        currency: 'EUR',
        budget: 500_000,
        cost: 200_000,
        sendingCost: 20_000,
        revenue: 500_000,
        refunded: 60_000,
        profit: 300_000,
        return: 1.5,
      },
    ]);
  });

  it('keeps currencies apart, and names no return where nothing was spent', () => {
    const totals = campaignTotals({
      budget: undefined,
      costs: [{ minor: 100, currency: 'USD' }],
      sending: { minor: 0, currency: 'EUR' },
      revenue: [{ minor: 300, currency: 'EUR' }],
      refunded: [],
    });
    expect(totals).toMatchObject([
      { currency: 'EUR', cost: 0, revenue: 300, return: undefined },
      { currency: 'USD', cost: 100, revenue: 0, return: -1 },
    ]);
  });

  it('neither loses nor makes money', () => {
    fc.assert(
      fc.property(
        fc.array(money),
        money,
        fc.array(money),
        fc.array(money),
        (costs, sending, revenue, refunded) => {
          const totals = campaignTotals({ budget: undefined, costs, sending, revenue, refunded });
          const sum = (amounts: readonly { minor: number }[]): number =>
            amounts.reduce((all, { minor }) => all + minor, 0);
          expect(totals.reduce((all, { profit }) => all + profit, 0)).toBe(
            sum(revenue) - sum(refunded) - sum(costs) - sending.minor,
          );
        },
      ),
    );
  });

  it('leaves out of a record what is not of the form', () => {
    const facts = campaignFacts({
      budget: 5,
      costs: [{ what: 'x', amount: { minor: 1, currency: 'EUR' } }],
      journeys: [{ journey: 'a' }, { journey: 'a' }],
      startsOn: '2026-03-01',
    });
    expect(facts).toEqual({
      startsOn: '2026-03-01',
      endsOn: undefined,
      budget: undefined,
      costs: [{ minor: 1, currency: 'EUR' }],
      journeys: ['a'],
    });
  });
});
