import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { mergeProfiles } from './merge-profiles.ts';
import type { Profile } from './profile.ts';
import { afterAll, dawn, eventOf, nobody } from './profiles-for-tests.ts';

const told = (
  id: string,
  ...said: readonly { at: number; traits?: Profile['traits']; zone?: string }[]
): Profile =>
  afterAll({
    profile: nobody(id),
    events: said.map(({ at, traits = {}, zone }) =>
      eventOf({
        name: zone === undefined ? 'identify' : 'Product Viewed',
        traits,
        context: zone === undefined ? {} : { timezone: zone },
        timestamp: dawn + at,
      }),
    ),
  });

describe('two profiles that are one person', () => {
  test('of each trait the value set last stays, on whichever side it was', () => {
    const into = told('a', { at: 1, traits: { plan: 'free', city: 'Vigo' } });
    const from = told('b', { at: 2, traits: { plan: 'gold' } }, { at: 0, traits: { city: 'Lugo' } });
    expect(mergeProfiles({ into, from }).traits).toEqual({ plan: 'gold', city: 'Vigo' });
  });

  test('a trait that was removed last stays removed', () => {
    const into = told('a', { at: 1, traits: { plan: 'free' } });
    const from = told('b', { at: 2, traits: { plan: null } });
    expect(mergeProfiles({ into, from }).traits).toEqual({});
    expect(mergeProfiles({ into: from, from: into }).traits).toEqual({});
  });

  test('what one told counts before what was seen of the other', () => {
    const seen = told('a', { at: 5, zone: 'Europe/Madrid' });
    const said = told('b', { at: 1, traits: { timezone: 'Asia/Tokyo' } });
    expect(mergeProfiles({ into: seen, from: said }).traits['timezone']).toBe('Asia/Tokyo');
    expect(mergeProfiles({ into: said, from: seen }).traits['timezone']).toBe('Asia/Tokyo');
    const later = told('c', { at: 9, zone: 'America/Lima' });
    expect(mergeProfiles({ into: seen, from: later }).traits['timezone']).toBe('America/Lima');
    expect(mergeProfiles({ into: later, from: seen }).traits['timezone']).toBe('America/Lima');
  });

  test('a withdrawal on one side counts for both, unless a later yes', () => {
    const withdrawn = afterAll({
      profile: nobody('a'),
      events: [eventOf({ name: 'Unsubscribed', timestamp: dawn + 2 })],
    });
    const granted = (at: number) =>
      afterAll({
        profile: nobody('b'),
        events: [eventOf({ name: 'Consent Granted', timestamp: dawn + at })],
      });
    for (const at of [1, 2]) {
      expect(mergeProfiles({ into: granted(at), from: withdrawn }).consents['email']?.['*']?.state).toBe(
        'withdrawn',
      );
      expect(mergeProfiles({ into: withdrawn, from: granted(at) }).consents['email']?.['*']?.state).toBe(
        'withdrawn',
      );
    }
    expect(mergeProfiles({ into: withdrawn, from: granted(3) }).consents['email']?.['*']?.state).toBe(
      'granted',
    );
  });

  test('scores and points are added, the rest united, and it stays the one it was merged into', () => {
    const into: Profile = { ...nobody('a'), points: 5, scores: { fit: 1, engagement: 2 }, tags: ['x', 'y'] };
    const from: Profile = {
      ...nobody('b'),
      points: 7,
      scores: { fit: 10, engagement: 20 },
      tags: ['y', 'z'],
      createdAt: '2020-01-01T00:00:00.000Z',
      lastSeenAt: '2030-01-01T00:00:00.000Z',
      referredBy: 'FRIEND-1',
    };
    expect(mergeProfiles({ into, from })).toMatchObject({
      id: 'a',
      ids: ['anon:a', 'anon:b'],
      referralCode: 'FRIEND-a',
      points: 12,
      scores: { fit: 11, engagement: 22 },
      tags: ['x', 'y', 'z'],
      createdAt: '2020-01-01T00:00:00.000Z',
      lastSeenAt: '2030-01-01T00:00:00.000Z',
      referredBy: 'FRIEND-1',
    });
  });

  test('the stage that is further along stays', () => {
    const customer: Profile = { ...nobody('a'), stage: 'customer' };
    const lead: Profile = { ...nobody('b'), stage: 'lead' };
    expect(mergeProfiles({ into: customer, from: lead }).stage).toBe('customer');
    expect(mergeProfiles({ into: lead, from: customer }).stage).toBe('customer');
  });

  test('somebody who asked not to be processed stays so', () => {
    const restricted: Profile = { ...nobody('b'), restricted: true };
    expect(mergeProfiles({ into: nobody('a'), from: restricted }).restricted).toBe(true);
    expect(mergeProfiles({ into: restricted, from: nobody('a') }).restricted).toBe(true);
  });
});

const people = (id: string) =>
  fc
    .array(
      fc.record({
        at: fc.integer({ min: 0, max: 50 }).map((n) => n * 2 + (id === 'a' ? 0 : 1)),
        traits: fc.dictionary(fc.constantFrom('plan', 'city', 'timezone'), fc.constantFrom('x', 'y', null)),
        name: fc.constantFrom(
          'identify',
          'Consent Granted',
          'Unsubscribed',
          'Order Completed',
          'Product Viewed',
        ),
        context: fc.constantFrom({}, { timezone: 'Europe/Madrid' }),
      }),
      { maxLength: 5 },
    )
    .map((said) => said.map((one) => eventOf({ ...one, timestamp: dawn + one.at })));

test('merging either way round tells the same of the person', () => {
  fc.assert(
    fc.property(people('a'), people('b'), (ofA, ofB) => {
      const [a, b] = [
        afterAll({ profile: nobody('a'), events: ofA }),
        afterAll({ profile: nobody('b'), events: ofB }),
      ];
      const [one, other] = [mergeProfiles({ into: a, from: b }), mergeProfiles({ into: b, from: a })];
      for (const field of [
        'traits',
        'traitTimes',
        'consents',
        'scores',
        'points',
        'stage',
        'createdAt',
        'lastSeenAt',
      ] as const) {
        expect(other[field]).toEqual(one[field]);
      }
      expect(other.ids.toSorted()).toEqual(one.ids.toSorted());
      expect(other.pressure).toEqual(one.pressure);
    }),
    { numRuns: 400 },
  );
});

test('merging gives the traits and consents one profile would have had from all events', () => {
  fc.assert(
    fc.property(people('a'), people('b'), (ofA, ofB) => {
      const [a, b] = [
        afterAll({ profile: nobody('a'), events: ofA }),
        afterAll({ profile: nobody('b'), events: ofB }),
      ];
      const merged = mergeProfiles({ into: a, from: b });
      const whole = afterAll({ profile: nobody('a'), events: [...ofA, ...ofB] });
      expect(merged.traits).toEqual(whole.traits);
      expect(merged.consents).toEqual(whole.consents);
      expect(merged.stage).toBe(whole.stage);
    }),
    { numRuns: 400 },
  );
});
