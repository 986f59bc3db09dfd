import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Json } from '../json.ts';
import { withIdentities } from './identities/bound-identities.ts';
import type { Consents } from './consents.ts';
import { leftOutOf } from './left-out.ts';
import { mayTakeIn, mergeProfiles } from './identities/merge-profiles.ts';
import type { Profile } from './profile.ts';
import { profileLimits as limits } from './profile-limits.ts';
import { afterAll, dawn, eventOf, nobody, scopeForTests as scope } from './profiles-for-tests.ts';

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
const countOf = (consents: Consents): number =>
  Object.values(consents).reduce((sum, topics) => sum + Object.keys(topics).length, 0);

/** What one event about a person touches at most, whatever came before. */
const expectBounded = (profile: Profile): void => {
  const names = Object.keys(profile.traitTimes).filter((name) => !name.startsWith('seen:'));
  expect(names.length).toBeLessThanOrEqual(limits.traits);
  expect(Math.max(0, ...names.map((name) => name.length))).toBeLessThanOrEqual(limits.traitName);
  expect(bytesOf(profile.traits)).toBeLessThanOrEqual(limits.traitBytes);
  expect(Object.keys(profile.consents).length).toBeLessThanOrEqual(limits.channels);
  expect(countOf(profile.consents)).toBeLessThanOrEqual(limits.consents + limits.channels);
  expect(Object.keys(profile.reads).length).toBeLessThanOrEqual(limits.channels);
  expect(profile.ids.length).toBeLessThanOrEqual(limits.identities);
  expect(profile.tags.length).toBeLessThanOrEqual(limits.tags);
  expect(profile.pressure.length).toBeLessThanOrEqual(limits.pressure);
  expect(bytesOf(profile)).toBeLessThan(400_000);
};

/** One of many large calls: 200 traits of names nobody used before, 30 KB. */
const large = (n: number) =>
  eventOf({
    name: 'identify',
    timestamp: dawn + n,
    traits: Object.fromEntries(
      Array.from({ length: 200 }, (_, index): [string, Json] => [`trait ${n} ${index}`, 'x'.repeat(130)]),
    ),
  });

describe('a profile is bounded', () => {
  test('210 large calls leave a small profile: what it has no room for is left out and said, the rest is applied', () => {
    let profile = nobody();
    for (let n = 0; n < 210; n += 1) profile = afterAll({ profile, events: [large(n)] });
    expectBounded(profile);
    expect(Object.keys(profile.traits)).toHaveLength(limits.traits);
    const next = large(999);
    const told = eventOf({ ...next, traits: { 'trait 0 7': 'new', ...next.traits }, timestamp: dawn + 999 });
    const said = leftOutOf({ profile, event: told, scope });
    expect(said[0]?.path).toBe('traits.trait 999 0');
    expect(said.at(-1)?.message).toBe('190 more traits were left out.');
    expect(afterAll({ profile, events: [told] }).traits['trait 0 7']).toBe('new');
  });

  test('a trait that would make all together too large is left out; smaller ones have room', () => {
    const big = 'x'.repeat(limits.traitBytes - 1000);
    const full = afterAll({ events: [eventOf({ name: 'identify', traits: { big } })] });
    const more = eventOf({
      name: 'identify',
      traits: { other: 'x'.repeat(2000), plan: 'gold' },
      timestamp: dawn + 1,
    });
    expect(leftOutOf({ profile: full, event: more, scope }).map(({ path }) => path)).toEqual([
      'traits.other',
    ]);
    expect(Object.keys(afterAll({ profile: full, events: [more] }).traits)).toEqual(['big', 'plan']);
    const less = eventOf({ name: 'identify', traits: { big: null }, timestamp: dawn + 2 });
    const after = afterAll({ profile: full, events: [less, { ...more, timestamp: dawn + 3 }] });
    expect(Object.keys(after.traits)).toEqual(['other', 'plan']);
  });

  test('of consents one more yes is left out and said, and a withdrawal of one more topic stops the whole channel', () => {
    const granted = Array.from({ length: 300 }, (_, n) =>
      eventOf({ name: 'Consent Granted', properties: { topic: `t${n}` }, timestamp: dawn + n }),
    );
    const full = afterAll({ events: granted });
    expect(countOf(full.consents)).toBe(limits.consents);
    const oneMore = eventOf({ name: 'Consent Granted', properties: { topic: 'one-more' } });
    expect(leftOutOf({ profile: full, event: oneMore, scope }).map(({ path }) => path)).toEqual([
      'properties.topic',
    ]);
    const withdrawn = eventOf({
      name: 'Consent Withdrawn',
      properties: { topic: 'x' },
      timestamp: dawn + 999,
    });
    expect(afterAll({ profile: full, events: [withdrawn] }).consents['email']?.['*']?.state).toBe(
      'withdrawn',
    );
  });

  test('of devices and orders the oldest give way, of addresses one more is left out', () => {
    const of = (kind: string) => Array.from({ length: 150 }, (_, n) => `${kind}:${n}`);
    const devices = withIdentities({ ids: ['user:1', ...of('anon')], add: [] });
    expect(devices.ids).toHaveLength(151);
    const added = withIdentities({ ids: ['user:1'], add: of('anon') });
    expect(added).toEqual({ ids: ['user:1', ...of('anon').slice(50)], left: [] });
    const addresses = withIdentities({ ids: ['user:1'], add: of('email') });
    expect(addresses.ids).toHaveLength(limits.addresses + 1);
    expect(addresses.left).toEqual(of('email').slice(limits.addresses));
    const kinds = Array.from({ length: 400 }, (_, n) => `system${n}:1`);
    expect(withIdentities({ ids: ['user:1'], add: kinds }).ids).toHaveLength(limits.identities);
  });

  test('nobody takes in more than so many profiles an hour, and ever', () => {
    const other = nobody('b');
    let profile = nobody('a');
    for (let n = 0; n < limits.mergesPerHour; n += 1) {
      expect(mayTakeIn({ profile, now: dawn })).toBe(true);
      profile = mergeProfiles({ into: profile, from: other, at: dawn });
    }
    expect(mayTakeIn({ profile, now: dawn })).toBe(false);
    expect(mayTakeIn({ profile, now: dawn + 3_600_001 })).toBe(true);
    const busy: Profile = { ...profile, merges: { count: limits.merges, recent: [] } };
    expect(mayTakeIn({ profile: busy, now: dawn + 3_600_001 })).toBe(false);
    expect(mergeProfiles({ into: other, from: profile, at: dawn }).merges?.count).toBe(
      limits.mergesPerHour + 1,
    );
  });
});

const names = fc.string({ maxLength: 200 }).filter((name) => name !== '__proto__');
const calls = fc.array(
  fc.record({
    of: fc.nat(2),
    name: fc.constantFrom('identify', 'Consent Granted', 'Consent Withdrawn', 'Email Opened', 'Unsubscribed'),
    traits: fc.dictionary(
      names,
      fc.oneof(fc.constant(null), fc.nat(), fc.string(), fc.constant('x'.repeat(9000))),
    ),
    properties: fc.record({ channel: fc.string({ maxLength: 60 }), topic: fc.string({ maxLength: 80 }) }),
  }),
  { maxLength: 60 },
);

test('whatever is said of people and however they are merged, what one event touches stays bounded', () => {
  fc.assert(
    fc.property(calls, (said) => {
      const people = [nobody('p0'), nobody('p1'), nobody('p2')];
      for (const [index, { of, ...one }] of said.entries()) {
        const profile = people[of] ?? nobody();
        people[of] = afterAll({ profile, events: [eventOf({ ...one, timestamp: dawn + index })] });
      }
      const merged = people.reduce((into, from) => mergeProfiles({ into, from, at: dawn }));
      for (const profile of [...people, merged]) expectBounded(profile);
    }),
    { numRuns: 100 },
  );
});
