import { describe, expect, it } from 'vitest';

import { expiresAt, expirySchema } from './expiry.ts';

const until = (text: string, now: string, zone = 'Europe/Madrid'): string =>
  new Date(
    expiresAt({ expires: expirySchema.parse(JSON.parse(text)), now: Date.parse(now), zone }),
  ).toISOString();

describe('expiry', () => {
  it('ends a duration after the issue', () => {
    expect(until('{ "after": "7 days" }', '2026-03-01T10:00:00Z')).toBe('2026-03-08T10:00:00.000Z');
  });

  it('keeps the time of day of calendar days when the clocks change', () => {
    expect(until('{ "after": "2 calendar days" }', '2026-03-28T09:00:00Z')).toBe('2026-03-30T08:00:00.000Z');
  });

  it('is good through the whole of its last day, in the zone of the shop', () => {
    expect(until('{ "at": "2026-12-31" }', '2026-03-01T10:00:00Z')).toBe('2026-12-31T23:00:00.000Z');
  });

  it('ends at a local time when one is given', () => {
    expect(until('{ "at": "2026-07-01T18:00" }', '2026-03-01T10:00:00Z')).toBe('2026-07-01T16:00:00.000Z');
  });

  it('refuses a day that does not exist', () => {
    expect(expirySchema.safeParse({ at: '2026-02-30' }).success).toBe(false);
  });
});
