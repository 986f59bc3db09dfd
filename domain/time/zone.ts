import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

const zoneName = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;

/** True for the name of a zone of the IANA time zone database, such as `Europe/Madrid` or `UTC`. */
export const isZone = (value: unknown): value is string => {
  if (typeof value !== 'string' || value.length > 64 || !zoneName.test(value)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(value);
    return true;
  } catch {
    return false;
  }
};

/** A zone in a file or a setting. */
export const zoneSchema = z
  .string()
  .refine(isZone, 'must be the name of an IANA time zone, such as `Europe/Madrid`')
  .describe('An IANA time zone, such as `Europe/Madrid`.');

/**
 * The zone a person lives by: their own when it is known and real, else the tenant's.
 * The tenant's is checked when settings are read; should it be wrong all the same, UTC is used.
 */
export const zoneOf = (input: { profile?: unknown; tenant: string }): string => {
  if (isZone(input.profile)) return input.profile;
  return isZone(input.tenant) ? input.tenant : 'UTC';
};
