import { toDuration } from '../time/duration.ts';
import { subtractDuration } from '../time/shift.ts';
import type { AccountState } from './account.ts';
import { expiriesOf, type PointsExpiry } from './expiry.ts';

/** One warning that points expire: `at` when it is due, `expiresAt` when they do. */
export type ExpiryWarning = {
  readonly at: number;
  readonly expiresAt: number;
  readonly points: number;
  readonly lot: string;
  /** How long before, as the programme writes it. */
  readonly before: string;
};

/** All warnings there are to give of what an account has, each so long before the end as `warn` says. */
export const warningsOf = (input: {
  state: AccountState;
  expiry: PointsExpiry | undefined;
  warn: readonly string[];
  zone: string;
}): readonly ExpiryWarning[] =>
  expiriesOf(input).flatMap(({ lot, points, at: expiresAt }) =>
    input.warn.map((before) => ({
      lot,
      points,
      expiresAt,
      before,
      at: subtractDuration({ from: expiresAt, duration: toDuration(before), zone: input.zone }),
    })),
  );
