import { z } from 'zod';

import { type Account, type Period, type PeriodStarts, periods } from './account.ts';
import { addUsed, type Posting, type Used, unused } from './posting.ts';

const amount = z.number().positive().max(1_000_000_000);

/** One limit on the redemptions of an offer, as its file says it. */
export const redeemLimitSchema = z
  .strictObject({
    number: z.int().positive().max(1_000_000_000).optional().describe('How many redemptions.'),
    value: amount.optional().describe('What their discounts may come to, as a decimal amount.'),
    orderValue: amount
      .optional()
      .describe('What the orders they are used on may come to before the discount, as a decimal amount.'),
    per: z
      .enum(periods)
      .optional()
      .describe(
        'For each day, week (from Monday) or month in the time zone of the shop; for ever by default.',
      ),
    by: z
      .literal('person')
      .optional()
      .describe('For each person, and each mailbox; for everybody together by default.'),
  })
  .refine(
    ({ number, value, orderValue }) =>
      [number, value, orderValue].filter((one) => one !== undefined).length === 1,
    { message: 'must name exactly one of `number`, `value` and `orderValue`' },
  )
  .describe(
    'A limit: `{ "number": 100, "per": "day" }`, `{ "value": 500 }`, `{ "number": 1, "by": "person" }`.',
  );
export type RedeemLimitFile = z.infer<typeof redeemLimitSchema>;

/** A limit on redemptions; amounts in minor units. */
export type RedeemLimit = {
  readonly measure: 'count' | 'discount' | 'orderValue';
  readonly most: number;
  readonly per?: Period | undefined;
  readonly by?: 'person' | undefined;
};

/** The limit of a file; `minor` makes minor units of an amount. */
export const toRedeemLimit = (input: {
  limit: RedeemLimitFile;
  minor: (amount: number) => number;
}): RedeemLimit => {
  const { number, value, orderValue, per, by } = input.limit;
  const scope = { ...(per === undefined ? {} : { per }), ...(by === undefined ? {} : { by }) };
  if (number !== undefined) return { measure: 'count', most: number, ...scope };
  if (value !== undefined) return { measure: 'discount', most: input.minor(value), ...scope };
  return { measure: 'orderValue', most: input.minor(orderValue ?? 0), ...scope };
};

/** What one person used, by period. */
export type UsedByPerson = Readonly<Record<Period | 'ever', Used>>;

const nothingUsed: UsedByPerson = { ever: unused, day: unused, week: unused, month: unused };

/** Sums up the postings of a person: since the beginning of each period, and for ever. */
export const usedByPerson = (input: {
  postings: readonly Posting[];
  now: number;
  starts: PeriodStarts;
}): UsedByPerson => {
  const { postings } = input;
  if (postings.length === 0) return nothingUsed;
  const starts = input.starts(input.now);
  const since = (start: number): Used =>
    postings
      .filter(({ bookedAt }) => bookedAt >= start)
      .reduce((sum: Used, one) => addUsed(sum, one), unused);
  return {
    ever: since(-Infinity),
    day: since(starts.day),
    week: since(starts.week),
    month: since(starts.month),
  };
};

/** The limits that `wanted` more would exceed. */
export const exceeded = (input: {
  limits: readonly RedeemLimit[];
  account: Account;
  person: UsedByPerson;
  wanted: Used;
}): readonly RedeemLimit[] => {
  const { limits, account, person, wanted } = input;
  return limits.filter(({ measure, most, per, by }) => {
    if (wanted[measure] <= 0) return false;
    const total = per === undefined ? account.used : account.windows[per];
    const used = by === 'person' ? person[per ?? 'ever'] : total;
    return used[measure] + wanted[measure] > most;
  });
};
