import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { AcceptedEvent } from '../../events/event.ts';
import { mayMarket } from '../consents.ts';
import { mergeProfiles } from './merge-profiles.ts';
import type { Profile } from '../profile.ts';
import { afterAll, dawn, eventOf, nobody } from '../profiles-for-tests.ts';

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

  test('a withdrawal on one side counts for both, unless a later yes is confirmed', () => {
    const withdrawn = afterAll({
      profile: nobody('a'),
      events: [eventOf({ name: 'Unsubscribed', timestamp: dawn + 2 })],
    });
    const granted = (at: number, properties = {}) =>
      afterAll({
        profile: nobody('b'),
        events: [eventOf({ name: 'Consent Granted', timestamp: dawn + at, properties })],
      });
    for (const at of [1, 2, 3]) {
      expect(mergeProfiles({ into: granted(at), from: withdrawn }).consents['email']?.['*']?.state).toBe(
        'withdrawn',
      );
      expect(mergeProfiles({ into: withdrawn, from: granted(at) }).consents['email']?.['*']?.state).toBe(
        'withdrawn',
      );
    }
    const confirmed = granted(3, { confirmed: true });
    expect(mergeProfiles({ into: withdrawn, from: confirmed }).consents['email']?.['*']?.state).toBe(
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

/** Something that was said of one of several profiles, or that two of them are one person. */
type Step =
  | { readonly kind: 'event'; readonly of: number; readonly event: AcceptedEvent }
  | { readonly kind: 'merge'; readonly a: number; readonly b: number };

const fragments = 4;

const steps: fc.Arbitrary<readonly Step[]> = fc
  .array(
    fc.record({
      of: fc.nat(fragments - 1),
      traits: fc.dictionary(fc.constantFrom('plan', 'city', 'timezone'), fc.constantFrom('x', 'y', null)),
      name: fc.constantFrom(
        'identify',
        'Consent Granted',
        'Consent Withdrawn',
        'Order Completed',
        'Product Viewed',
        'Email Opened',
      ),
      context: fc.constantFrom({}, { timezone: 'Europe/Madrid' }, { locale: 'es' }),
      properties: fc.constantFrom(
        {},
        { topic: 'news' },
        { confirmed: true },
        { referral_code: 'FRIEND-1' },
        { referral_code: 'FRIEND-2' },
      ),
    }),
    { maxLength: 14 },
  )
  .chain((said) => {
    const events = said.map(({ of, ...rest }, index): Step => ({
      kind: 'event',
      of,
      // Each at an instant of its own: of two traits at the same instant the one that arrives last stays.
      event: eventOf({ ...rest, messageId: `e${index}`, timestamp: dawn + index * 60_000 }),
    }));
    const merges = fc.array(fc.tuple(fc.nat(fragments - 1), fc.nat(fragments - 1)), { maxLength: 5 });
    return merges.chain((pairs) => {
      const all = [...events, ...pairs.map(([a, b]): Step => ({ kind: 'merge', a, b }))];
      return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
    });
  });

/** Carries out the steps; in the end all are merged, whatever was not merged before. */
const afterSteps = (all: readonly Step[]): Profile => {
  const profiles = new Map(
    Array.from({ length: fragments }, (_, n): [number, Profile] => [n, nobody(`f${n}`)]),
  );
  const into = new Map<number, number>();
  const livingOf = (n: number): number => {
    const next = into.get(n);
    return next === undefined ? n : livingOf(next);
  };
  const profileAt = (n: number): Profile => profiles.get(n) ?? nobody();
  const last = Array.from({ length: fragments }, (_, b): Step => ({ kind: 'merge', a: 0, b }));
  for (const step of [...all, ...last]) {
    if (step.kind === 'event') {
      const n = livingOf(step.of);
      profiles.set(n, afterAll({ profile: profileAt(n), events: [step.event] }));
      continue;
    }
    const [a, b] = [livingOf(step.a), livingOf(step.b)];
    if (a === b) continue;
    profiles.set(a, mergeProfiles({ into: profileAt(a), from: profileAt(b) }));
    into.set(b, a);
  }
  return profileAt(livingOf(0));
};

/** What is known of a person, without what only says which profile it is kept under. */
const known = (profile: Profile) => {
  const { id: _id, referralCode: _code, stageAt, ids, reads, ...rest } = profile;
  return {
    ...rest,
    stageAt: stageAt ?? null,
    ids: ids.toSorted(),
    reads: Object.entries(reads).map(([channel, hours]) => [channel, hours.toSorted()]),
  };
};

test('any order of events and merges ends in the same profile', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const said = all.flatMap((step) => (step.kind === 'event' ? [step.event] : []));
      const everybody = Array.from({ length: fragments }, (_, n) => nobody(`f${n}`).ids).flat();
      const inOrder = said.toSorted((a, b) => a.timestamp - b.timestamp);
      const one = afterAll({ profile: { ...nobody('f0'), ids: everybody }, events: inOrder });
      expect(known(afterSteps(all))).toEqual(known(one));
    }),
    { numRuns: 1000 },
  );
});

test.each(['__proto__', 'constructor', 'toString'])(
  'a channel, a topic and a trait called %s are names like others, and nobody else has them',
  (name) => {
    const consent = { state: 'granted', at: dawn, source: 'api' } as const;
    const odd: Profile = {
      ...nobody('a'),
      consents: Object.fromEntries([[name, Object.fromEntries([[name, consent]])]]),
      traitTimes: Object.fromEntries([[name, dawn]]),
      reads: Object.fromEntries([[name, [9]]]),
    };
    for (const merged of [
      mergeProfiles({ into: odd, from: nobody('b') }),
      mergeProfiles({ into: nobody('b'), from: odd }),
    ]) {
      expect(Object.entries(merged.consents)).toEqual([[name, { [name]: consent }]]);
      expect(merged.traits).toEqual({});
      expect(Object.entries(merged.reads)).toEqual([[name, [9]]]);
    }
    const answer = mayMarket({ consents: {}, channel: name, topic: name, optOut: false, now: 0 });
    expect(answer).toEqual({ allowed: false, reason: 'no-consent' });
    expect(mayMarket({ consents: {}, channel: 'email', topic: '*', optOut: false, now: 0 }).allowed).toBe(
      false,
    );
  },
);

test('events about such names change what they say and nothing else', () => {
  const properties = { channel: 'constructor', topic: '__proto__' };
  const events = [
    eventOf({ name: 'Consent Granted', properties }),
    eventOf({ name: 'Email Opened', properties }),
    eventOf({ name: 'identify', traits: { constructor: null, toString: 'x' } }),
  ];
  const profile = afterAll({ profile: nobody('a'), events });
  expect(Object.keys(profile.reads)).toEqual(['constructor']);
  expect(profile.traits).toEqual({ toString: 'x' });
});
