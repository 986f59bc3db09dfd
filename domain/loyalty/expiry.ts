import { z } from 'zod';

import { durationSchema, toDuration } from '../time/duration.ts';
import { atLocal, zonedAt } from '../time/local.ts';
import { addDuration } from '../time/shift.ts';
import type { AccountState } from './account.ts';

/** When points expire. */
export const pointsExpirySchema = z
  .union([
    z.strictObject({
      after: durationSchema.describe('How long after they became active, such as `12 months`.'),
      endOf: z
        .enum(['day', 'month', 'year'])
        .default('day')
        .describe('They expire at the end of the day (by default), month or year in which that falls.'),
    }),
    z.strictObject({
      inactive: durationSchema.describe(
        'All points expire after so long without earning or spending, such as `12 months`.',
      ),
    }),
  ])
  .describe('When points expire: `{ "after": "12 months" }`, or `{ "inactive": "12 months" }`.');
export type PointsExpiry = z.infer<typeof pointsExpirySchema>;

/** The lot of points that become active at an instant, and when it expires: days, months and years end in `zone`. */
export const lotFor = (input: {
  expiry: PointsExpiry | undefined;
  at: number;
  zone: string;
}): { readonly lot: string; readonly expiresAt?: number } => {
  const { expiry, at, zone } = input;
  if (expiry === undefined || 'inactive' in expiry) return { lot: 'lasting' };
  const end = addDuration({ from: at, duration: toDuration(expiry.after), zone });
  const date = zonedAt({ at: end, zone }).toPlainDate();
  const last = {
    day: date,
    month: date.with({ day: date.daysInMonth }),
    year: date.with({ month: 12, day: 31 }),
  }[expiry.endOf];
  const expiresAt = atLocal({ day: last, time: '24:00', zone });
  return { lot: String(expiresAt), expiresAt };
};

/** When points of an account expire, and how many: each lot at its end, or all of them by inactivity. */
export const expiriesOf = (input: {
  state: AccountState;
  expiry: PointsExpiry | undefined;
  zone: string;
}): readonly { readonly lot: string; readonly points: number; readonly at: number }[] => {
  const { state, expiry, zone } = input;
  const idle =
    expiry !== undefined && 'inactive' in expiry && state.activeAt !== undefined
      ? addDuration({ from: state.activeAt, duration: toDuration(expiry.inactive), zone })
      : undefined;
  return state.lots.flatMap(({ lot, left, expiresAt }) => {
    const at = expiresAt ?? idle;
    return at === undefined || left <= 0 ? [] : [{ lot, points: left, at }];
  });
};
