import { z } from 'zod';

import { addDuration } from '../time/shift.ts';
import { durationSchema, toDuration } from '../time/duration.ts';
import { readInstant } from '../time/instant.ts';
import { atLocal } from '../time/local.ts';

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

const endSchema = z
  .string()
  .refine((text) => readInstant({ value: text, zone: 'UTC' }) !== undefined, {
    message: 'must be a day such as `2026-12-31`, or a day and time such as `2026-12-31T18:00`',
  })
  .describe('The last day, `2026-12-31` (to its end, in the time zone of the shop), or a day and time.');

/** From when on an offer can be used. */
export const startSchema = z
  .string()
  .refine((text) => readInstant({ value: text, zone: 'UTC' }) !== undefined, {
    message: 'must be a day such as `2026-12-01`, or a day and time such as `2026-12-01T09:00`',
  })
  .describe(
    'The first day, `2026-12-01` (from its beginning, in the time zone of the shop), or a day and time.',
  );

/** Until when a code can be used. */
export const expirySchema = z
  .union([
    z.strictObject({ after: durationSchema.describe('How long after it was issued, such as `7 days`.') }),
    z.strictObject({ at: endSchema }),
  ])
  .describe('Until when it can be used: `{ "after": "7 days" }` or `{ "at": "2026-12-31" }`.');
export type Expiry = z.infer<typeof expirySchema>;

/** The instant (epoch milliseconds) at which a code issued now stops being good. A last day ends at its midnight in the zone. */
export const expiresAt = (input: { expires: Expiry; now: number; zone: string }): number => {
  const { expires, now, zone } = input;
  if ('after' in expires) return addDuration({ from: now, duration: toDuration(expires.after), zone });
  if (dayPattern.test(expires.at)) return atLocal({ day: expires.at, time: '24:00', zone });
  return readInstant({ value: expires.at, zone }) ?? now;
};

/** The instants (epoch milliseconds) between which an offer itself can be used: a relative expiry begins with each coupon. */
export const usableBetween = (input: {
  offer: { readonly starts?: string; readonly expires?: Expiry };
  zone: string;
}): { readonly startsAt?: number; readonly endsAt?: number } => {
  const { offer, zone } = input;
  const { starts, expires } = offer;
  const startsAt = starts === undefined ? undefined : readInstant({ value: starts, zone });
  return {
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(expires === undefined || 'after' in expires ? {} : { endsAt: expiresAt({ expires, now: 0, zone }) }),
  };
};
