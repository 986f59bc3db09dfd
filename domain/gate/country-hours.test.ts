import { readFileSync } from 'node:fs';

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { nobody } from '../profiles/profiles-for-tests.ts';
import type { Profile } from '../profiles/profile.ts';
import { easterSunday } from '../time/easter.ts';
import { zonedAt } from '../time/local.ts';
import { countryQuiet } from './country-hours.ts';
import { countryRules } from './country-rules.ts';

const at = (text: string): number => Date.parse(text);
const living = (traits: Profile['traits']): Profile => ({ ...nobody(), traits });
const held = (input: { traits: Profile['traits']; when: string; channel?: string }) => {
  const found = countryQuiet({
    profile: living(input.traits),
    channel: input.channel ?? 'sms',
    at: at(input.when),
  });
  return found === undefined ? undefined : [found.rule.key, new Date(found.end).toISOString()];
};

const newYork = { country: 'US', timezone: 'America/New_York' };

describe('the hours of a country', () => {
  test('TCPA: a text message goes out from 8 to 21 where the person is', () => {
    // Wednesday; New York is four hours behind.
    expect(held({ traits: newYork, when: '2026-06-03T12:00:00Z' })).toBeUndefined();
    expect(held({ traits: newYork, when: '2026-06-03T11:59:00Z' })).toEqual([
      'US',
      '2026-06-03T12:00:00.000Z',
    ]);
    expect(held({ traits: newYork, when: '2026-06-04T01:00:00Z' })).toEqual([
      'US',
      '2026-06-04T12:00:00.000Z',
    ]);
    expect(held({ traits: newYork, when: '2026-06-04T00:59:00Z' })).toBeUndefined();
  });

  test('a state may be stricter: Florida ends an hour earlier, Texas begins at noon on Sundays', () => {
    const florida = { ...newYork, address: { state: 'FL' } };
    expect(held({ traits: florida, when: '2026-06-04T00:30:00Z' })).toEqual([
      'US-FL',
      '2026-06-04T12:00:00.000Z',
    ]);
    const texas = { country: 'US', region: 'Texas', timezone: 'America/Chicago' };
    // Sunday, 10:00 in Chicago.
    expect(held({ traits: texas, when: '2026-06-07T15:00:00Z' })).toEqual([
      'US-TX',
      '2026-06-07T17:00:00.000Z',
    ]);
    expect(held({ traits: texas, when: '2026-06-06T15:00:00Z' })).toBeUndefined();
  });

  test('where nobody knows the zone, the hours have to be open from coast to coast', () => {
    const traits = { country: 'US' };
    // 8:00 in New York, 5:00 in Los Angeles.
    expect(held({ traits, when: '2026-06-03T12:00:00Z' })).toEqual(['US', '2026-06-03T15:00:00.000Z']);
    // 21:30 in New York: the next morning on both sides.
    expect(held({ traits, when: '2026-06-04T01:30:00Z' })).toEqual(['US', '2026-06-04T15:00:00.000Z']);
  });

  test('a phone number says the country where nobody did', () => {
    expect(held({ traits: { phone: '+33612345678' }, when: '2026-06-07T10:00:00Z' })).toEqual([
      'FR-sms',
      '2026-06-08T06:00:00.000Z',
    ]);
    expect(held({ traits: { phone: '+34600111222' }, when: '2026-06-07T02:00:00Z' })).toBeUndefined();
    expect(held({ traits: {}, when: '2026-06-07T02:00:00Z' })).toBeUndefined();
  });

  test('France: no text messages on Sundays and public holidays, also those that move with Easter', () => {
    const traits = { country: 'fr', timezone: 'Europe/Paris' };
    const days = ['2026-07-14', '2026-04-06', '2026-05-14', '2026-05-25', '2026-12-25'];
    for (const day of days) {
      expect(held({ traits, when: `${day}T12:00:00Z` }), day).toEqual(['FR-sms', expect.any(String)]);
    }
    // Friday, Christmas: the Saturday after it.
    expect(held({ traits, when: '2026-12-25T12:00:00Z' })).toEqual(['FR-sms', '2026-12-26T07:00:00.000Z']);
    // Good Friday is none there.
    expect(held({ traits, when: '2026-04-03T12:00:00Z' })).toBeUndefined();
    expect(held({ traits, when: '2026-06-03T11:30:00Z', channel: 'voice' })).toEqual([
      'FR-voice',
      '2026-06-03T12:00:00.000Z',
    ]);
  });

  test('no other channel is held', () => {
    for (const channel of ['email', 'push', 'whatsapp', 'telegram']) {
      expect(held({ traits: newYork, when: '2026-06-03T03:00:00Z', channel })).toBeUndefined();
    }
  });

  test('what it is put off to is in the hours of every rule, whatever the instant', () => {
    const people = countryRules.map(({ country, region, zones, channels }) => ({
      channel: channels.at(-1) ?? 'sms',
      zones,
      profile: living({ country, ...(region === undefined ? {} : { region: region.code }) }),
    }));
    fc.assert(
      fc.property(
        fc.constantFrom(...people),
        fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') }),
        ({ profile, channel, zones }, when) => {
          const found = countryQuiet({ profile, channel, at: when });
          const goes = found?.end ?? when;
          expect(goes).toBeGreaterThanOrEqual(when);
          expect(countryQuiet({ profile, channel, at: goes })).toBeUndefined();
          for (const zone of zones) {
            const { hour } = zonedAt({ at: goes, zone });
            expect(hour).toBeGreaterThanOrEqual(8);
            expect(hour).toBeLessThan(22);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('every rule says where it stands, and docs/journeys.md has it', () => {
    const page = readFileSync(new URL('../../docs/journeys.md', import.meta.url), 'utf8');
    for (const { key, source } of countryRules) {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${key}\` |`));
      expect(row, key).toContain(source);
    }
    expect(new Set(countryRules.map(({ key }) => key)).size).toBe(countryRules.length);
    for (const { source, zones } of countryRules) {
      expect(source.length).toBeGreaterThan(20);
      expect(zones.length).toBeGreaterThan(0);
    }
  });
});

test('Easter is where the church put it', () => {
  const days = [
    ['2024', '2024-03-31'],
    ['2025', '2025-04-20'],
    ['2026', '2026-04-05'],
    ['2027', '2027-03-28'],
    ['2030', '2030-04-21'],
    ['2038', '2038-04-25'],
    ['2049', '2049-04-18'],
  ] as const;
  for (const [year, day] of days) expect(easterSunday(Number(year)).toString()).toBe(day);
});
