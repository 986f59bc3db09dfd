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
  const { cost } = definition ?? {};
  const minor = cost === undefined ? undefined : toMinor({ amount: cost.amount, currency });
  const value =
    cost === undefined || minor === undefined
      ? null
      : Math.round(((balance + pending) * minor) / cost.points);
  const ended = spent + expired;
  const breakage = ended <= 0 ? null : Math.round((expired / ended) * 10_000) / 10_000;
  const expected = value === null || breakage === null ? null : Math.round(value * (1 - breakage));
  return { program, balance, pending, owed, value, breakage, expected };
};
