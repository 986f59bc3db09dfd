import { expect, test } from 'vitest';

import { planDates, type DateEntry } from './entry-dates.ts';
import { nobody } from './profiles-for-tests.ts';
import type { Profile } from './profile.ts';

const birthday: DateEntry = {
  journey: 'birthday',
  path: '$.traits.birthday',
  rule: { yearly: true, at: '09:00' },
  plan: 'v1',
};
const zone = 'Europe/Madrid';
const now = Date.parse('2026-05-01T06:00Z');
const person = (more: Partial<Profile>): Profile => ({
  ...nobody(),
  traits: { birthday: '1990-05-01' },
  ...more,
});
const plan = (profile: Profile, at = now, more: { since?: number; zone?: string } = {}) =>
  planDates({ profile, entries: [birthday], zone, now: at, ...more });

test('a date that has come is told once, and the next is planned', () => {
  const { dates, reached } = plan(person({}));
  expect(reached).toEqual([]);
  expect(dates['birthday']).toMatchObject({ day: '2026-05-01', at: Date.parse('2026-05-01T07:00Z') });
  const later = plan(person({ dates }), Date.parse('2026-05-01T07:00Z'));
  expect(later.reached).toMatchObject([{ journey: 'birthday', day: '2026-05-01' }]);
  expect(later.dates['birthday']).toMatchObject({ day: '2027-05-01' });
  expect(plan(person({ dates: later.dates }), Date.parse('2026-05-01T07:00Z')).reached).toEqual([]);
});

test('a date that is changed, or a zone, moves the next occurrence', () => {
  const { dates } = plan(person({}));
  const changed = plan(person({ dates, traits: { birthday: '1990-06-03' } }));
  expect(changed.dates['birthday']).toMatchObject({ day: '2026-06-03' });
  expect(plan(person({ dates }), now, { zone: 'America/New_York' }).dates['birthday']?.at).toBe(
    Date.parse('2026-05-01T13:00Z'),
  );
  expect(plan(person({ dates, traits: {} })).dates).toEqual({});
});

test('a birthday that a system keeps as midnight UTC is on its day in the zone of the person', () => {
  for (const value of ['1990-06-20T00:00:00.000Z', 645_840_000_000, 645_840_000]) {
    expect(
      plan(person({ traits: { birthday: value } }), now, { zone: 'America/New_York' }).dates,
    ).toMatchObject({
      birthday: { day: '2026-06-20', at: Date.parse('2026-06-20T13:00Z') },
    });
  }
});

test('what another plan planned is forgotten, and not told', () => {
  const { dates } = plan(person({}));
  const old = { birthday: { at: now - 1, day: '2026-05-01', plan: 'v0' } };
  expect(plan(person({ dates: old }))).toEqual({ dates, reached: [] });
});

test('anyone who has no date planned yet is looked at from the publication on', () => {
  const late = Date.parse('2026-05-01T08:00Z');
  expect(plan(person({}), late).dates['birthday']?.day).toBe('2027-05-01');
  expect(plan(person({}), late, { since: now }).dates['birthday']?.day).toBe('2026-05-01');
});

test('who was merged away, or asked not to be processed, has no dates', () => {
  expect(plan(person({ mergedInto: 'p_2' })).dates).toEqual({});
  expect(plan(person({ restricted: true })).dates).toEqual({});
});
