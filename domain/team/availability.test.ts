import { expect, test } from 'vitest';

import type { BusinessHours } from '../time/business-hours.ts';
import { availabilityOf } from './availability.ts';

const office: BusinessHours = { hours: [{ days: ['mon-fri'], from: '09:00', to: '17:00' }] };
const weekend: BusinessHours = { zone: 'UTC', hours: [{ days: ['sat-sun'] }] };
/** A Friday, an hour before the office closes in Madrid. */
const friday = Date.parse('2026-11-27T15:00Z');
const hour = 3_600_000;

const of = (
  user: Parameters<typeof availabilityOf>[0]['user'],
  more: { now?: number; teamHours?: readonly BusinessHours[] } = {},
) => availabilityOf({ user, teamHours: [], now: friday, zone: 'Europe/Madrid', ...more });

test('somebody without hours works at any time', () => {
  expect(of({})).toEqual({ available: true });
});

test('own hours count before those of the teams, and any team is enough', () => {
  const now = friday + 3 * hour;
  expect(of({ hours: office })).toEqual({ available: true });
  const monday = Date.parse('2026-11-30T08:00Z');
  expect(of({ hours: office }, { now, teamHours: [weekend] })).toEqual({
    available: false,
    because: 'hours',
    from: monday,
  });
  expect(of({}, { now, teamHours: [office, weekend] })).toMatchObject({
    from: Date.parse('2026-11-28T00:00Z'),
  });
  expect(of({}, { now: now + 24 * hour, teamHours: [office, weekend] })).toEqual({ available: true });
});

test('who is away is back at the first business time after it', () => {
  const away = { from: friday - hour, until: friday + 3 * hour };
  expect(of({ away })).toEqual({ available: false, because: 'away', from: away.until });
  expect(of({ away, hours: office })).toMatchObject({ from: Date.parse('2026-11-30T08:00Z') });
  expect(of({ away: { from: friday } }), 'without an end').toEqual({ available: false, because: 'away' });
  expect(of({ away: { from: friday + 1 } }), 'not yet').toEqual({ available: true });
  expect(of({ away: { from: friday - hour, until: friday } }), 'back again').toEqual({ available: true });
});

test('a user who was deactivated is never available', () => {
  expect(of({ deactivatedAt: friday })).toEqual({ available: false, because: 'deactivated' });
});
