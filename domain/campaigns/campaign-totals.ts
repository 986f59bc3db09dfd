import { z } from 'zod';

import type { Money } from '../objects/fields/money.ts';

const moneySchema = z.object({ minor: z.int(), currency: z.string() });

/** What the record of a campaign says of it, as far as its results need it. What is not there, or is of another form, is left out. */
const campaignSchema = z.object({
  startsOn: z.string().optional().catch(undefined),
  endsOn: z.string().optional().catch(undefined),
  budget: moneySchema.optional().catch(undefined),
  costs: z.array(z.object({ amount: moneySchema })).catch([]),
  journeys: z.array(z.object({ journey: z.string() })).catch([]),
});

/** What a campaign is, by its record. */
export type CampaignFacts = {
  /** Local days of the business, the last one included. */
  readonly startsOn: string | undefined;
  readonly endsOn: string | undefined;
  readonly budget: Money | undefined;
  readonly costs: readonly Money[];
  readonly journeys: readonly string[];
};

/** Reads the data of the record of a campaign. */
export const campaignFacts = (data: unknown): CampaignFacts => {
  const { startsOn, endsOn, budget, costs, journeys } = campaignSchema.parse(data);
  return {
    startsOn,
    endsOn,
    budget,
    costs: costs.map(({ amount }) => amount),
    journeys: [...new Set(journeys.map(({ journey }) => journey))],
  };
};

/** What a campaign cost and brought in one currency. */
export type CampaignTotal = {
  readonly currency: string;
  readonly budget: number | undefined;
  /** The costs of its record and of sending. */
  readonly cost: number;
  readonly sendingCost: number;
  /** Less what was given back. */
  readonly revenue: number;
  readonly refunded: number;
  /** Revenue less cost. */
  readonly profit: number;
  /** Profit by cost, as a part of one; undefined where nothing was spent. */
  readonly return: number | undefined;
};

const sumOf = (amounts: readonly Money[], currency: string): number =>
  amounts.reduce((sum, one) => sum + (one.currency === currency ? one.minor : 0), 0);

/**
 * Budget, cost, revenue and return of a campaign, each currency by itself: nothing is converted. All amounts in minor units.
 */
export const campaignTotals = (input: {
  budget: Money | undefined;
  costs: readonly Money[];
  sending: Money;
  /** Before what was given back. */
  revenue: readonly Money[];
  refunded: readonly Money[];
}): readonly CampaignTotal[] => {
  const { budget, costs, sending, revenue, refunded } = input;
  const spent = sending.minor === 0 ? costs : [...costs, sending];
  const all = [...(budget === undefined ? [] : [budget]), ...spent, ...revenue, ...refunded];
  const currencies = [...new Set(all.map(({ currency }) => currency))].toSorted();
  return currencies.map((currency) => {
    const cost = sumOf(spent, currency);
    const back = sumOf(refunded, currency);
    const brought = sumOf(revenue, currency) - back;
    return {
      currency,
      budget: budget?.currency === currency ? budget.minor : undefined,
      cost,
      sendingCost: sumOf([sending], currency),
      revenue: brought,
      refunded: back,
      profit: brought - cost,
      return: cost === 0 ? undefined : (brought - cost) / cost,
    };
  });
};
