import { toMinor } from '../money.ts';
import type { ProgramDefinition } from './program-schema.ts';

/** What the postings of a programme come to at an instant: sums over everybody. */
export type LedgerSums = {
  readonly program: string;
  /** What people could spend; those who owe count as nothing. */
  readonly balance: number;
  readonly pending: number;
  readonly owed: number;
  /** All that was spent and all that expired until then. */
  readonly spent: number;
  readonly expired: number;
};

/** What a shop owes in points of a programme. Amounts are minor units of its currency. */
export type PointsLiability = {
  readonly program: string;
  readonly balance: number;
  readonly pending: number;
  readonly owed: number;
  /** What `balance` and `pending` cost; null when the programme does not say what points cost. */
  readonly value: number | null;
  /** The share of points that will never be spent, as it was until then; null when none was spent and none expired. */
  readonly breakage: number | null;
  /** `value` less that share; null when either is not known. */
  readonly expected: number | null;
};

/** What points of a programme cost the shop, in minor units; undefined where it does not say. */
export const costOfPoints = (input: {
  points: number;
  definition: Pick<ProgramDefinition, 'cost'> | undefined;
  currency: string;
}): number | undefined => {
  const { cost } = input.definition ?? {};
  const minor = cost === undefined ? undefined : toMinor({ amount: cost.amount, currency: input.currency });
  return cost === undefined || minor === undefined
    ? undefined
    : Math.round((input.points * minor) / cost.points);
};

/**
 * Works out the liability of a programme from its ledger. Breakage is an estimate: of the points that came to an end, spent or
 * expired, the share that expired.
 */
export const pointsLiability = (input: {
  sums: LedgerSums;
  definition: ProgramDefinition | undefined;
  currency: string;
}): PointsLiability => {
  const { sums, definition, currency } = input;
  const { program, balance, pending, owed, spent, expired } = sums;
  const value = costOfPoints({ points: balance + pending, definition, currency }) ?? null;
  const ended = spent + expired;
  const breakage = ended <= 0 ? null : Math.round((expired / ended) * 10_000) / 10_000;
  const expected = value === null || breakage === null ? null : Math.round(value * (1 - breakage));
  return { program, balance, pending, owed, value, breakage, expected };
};
