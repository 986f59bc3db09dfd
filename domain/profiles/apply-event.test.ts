import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { AcceptedEvent } from '../events/event.ts';
import { referralCodeOf } from './apply-event.ts';
import { withTraits } from './traits.ts';
import { afterAll, dawn, eventOf, nobody, twoOrders } from './profiles-for-tests.ts';

const hour = 3_600_000;

describe('traits', () => {
  test('the value set last wins, by the time of its event and not of its arrival', () => {
    const late = eventOf({ name: 'identify', traits: { plan: 'gold' }, timestamp: dawn + 2 * hour });
    const early = eventOf({
      name: 'identify',
      traits: { plan: 'free', city: 'Vigo' },
      timestamp: dawn + hour,
    });
    const profile = afterAll({ events: [late, early] });
    expect(profile.traits).toEqual({ plan: 'gold', city: 'Vigo' });
    expect(profile.traitTimes).toEqual({ plan: dawn + 2 * hour, city: dawn + hour });
  });

  test('null removes, and what was removed last stays removed', () => {
    const removed = eventOf({ name: 'identify', traits: { plan: null }, timestamp: dawn + 2 * hour });
    const early = eventOf({ name: 'identify', traits: { plan: 'free' }, timestamp: dawn + hour });
    expect(afterAll({ events: [early, removed] }).traits).toEqual({});
    expect(afterAll({ events: [removed, early] }).traits).toEqual({});
  });

  test('of two at the same instant the one that arrives last counts', () => {
    const one = eventOf({ name: 'identify', traits: { plan: 'free' } });
    const two = eventOf({ name: 'identify', traits: { plan: 'gold' } });
    expect(afterAll({ events: [one, two] }).traits['plan']).toBe('gold');
  });

  test('only identify calls set them', () => {
    expect(afterAll({ events: [eventOf({ name: 'Signed Up', traits: { plan: 'gold' } })] }).traits).toEqual(
      {},
    );
  });

  test('names that every object has are names like others', () => {
    const traits = { constructor: 'me', toString: 1, hasOwnProperty: true };
    const profile = withTraits({ profile: nobody(), traits, at: dawn });
    expect(profile.traits).toEqual(traits);
    expect(withTraits({ profile, traits: { constructor: 'you' }, at: dawn - 1 }).traits['constructor']).toBe(
      'me',
    );
  });
});

describe('zone and language from the context of calls', () => {
  const seen = (timezone: string, at: number) =>
    eventOf({ name: 'Product Viewed', context: { timezone, locale: 'es-ES' }, timestamp: dawn + at });
  const told = (timezone: string | null, at: number) =>
    eventOf({ name: 'identify', traits: { timezone }, timestamp: dawn + at });

  test('stand in for what nobody told, the latest of them', () => {
    const events = [seen('Europe/Madrid', 1), seen('America/Lima', 2)];
    expect(afterAll({ events }).traits).toEqual({ timezone: 'America/Lima', locale: 'es-ES' });
    expect(afterAll({ events: events.toReversed() }).traits['timezone']).toBe('America/Lima');
  });

  test('what the person told counts before it, however old', () => {
    const events = [seen('Europe/Madrid', 5), told('Asia/Tokyo', 1), seen('America/Lima', 9)];
    expect(afterAll({ events }).traits['timezone']).toBe('Asia/Tokyo');
    expect(afterAll({ events: events.toReversed() }).traits['timezone']).toBe('Asia/Tokyo');
  });

  test('a change by them is seen as a change of the trait', () => {
    const before = afterAll({ events: [seen('Europe/Madrid', 1)] });
    expect(before.traitTimes['timezone']).toBe(dawn + 1);
  });

  test('events of the engine itself say nothing of it', () => {
    const own = eventOf({
      name: 'Segment Joined',
      context: { timezone: 'UTC' },
      source: 'ciclo',
      trust: 'engine',
    });
    expect(afterAll({ events: [own] }).traits).toEqual({});
  });
});

const events: fc.Arbitrary<readonly AcceptedEvent[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 1000 }), { maxLength: 8 })
  .chain((times) =>
    fc.tuple(
      ...times.map((time) =>
        fc
          .record({
            traits: fc.dictionary(
              fc.constantFrom('plan', 'city', 'timezone'),
              fc.constantFrom('a', 'b', null),
            ),
            context: fc.constantFrom(
              {},
              { timezone: 'Europe/Madrid' },
              { timezone: 'Asia/Tokyo', locale: 'en' },
            ),
            name: fc.constantFrom(
              'identify',
              'identify',
              'Product Viewed',
              'Consent Granted',
              'Consent Withdrawn',
            ),
            properties: fc.constantFrom({}, { topic: 'news' }, { channel: 'sms' }),
          })
          .map((given) => eventOf({ ...given, messageId: `e${time}`, timestamp: dawn + time })),
      ),
    ),
  );

test('events in any order of arrival give the same traits, consents, stage and last sight', () => {
  fc.assert(
    fc.property(twoOrders(events), ([one, other]) => {
      const [a, b] = [afterAll({ events: one }), afterAll({ events: other })];
      expect(b.traits).toEqual(a.traits);
      expect(b.traitTimes).toEqual(a.traitTimes);
      expect(b.consents).toEqual(a.consents);
      expect(b.stage).toBe(a.stage);
      expect(b.lastSeenAt).toBe(a.lastSeenAt);
    }),
    { numRuns: 500 },
  );
});

test('an event applied twice is an event applied once, save for the hours of reading', () => {
  fc.assert(
    fc.property(events, (all) => {
      const once = afterAll({ events: all });
      const last = all.at(-1);
      expect(last === undefined ? once : afterAll({ profile: once, events: [last] })).toEqual(once);
    }),
  );
});

describe('what else an event tells of a person', () => {
  test('opens and clicks by people tell the hour they read, per channel; machines do not', () => {
    const opened = eventOf({ name: 'Email Opened' });
    const clicked = eventOf({ name: 'Link Clicked', properties: { channel: 'sms' } });
    const machine = eventOf({ name: 'Email Opened', properties: { machine: true } });
    expect(afterAll({ events: [opened, clicked, machine] }).reads).toEqual({ email: [10], sms: [10] });
    const many = Array.from({ length: 80 }, () => opened);
    expect(afterAll({ events: many }).reads['email']).toHaveLength(50);
  });

  test('what the engine itself notes is no sign of life', () => {
    const own = eventOf({ name: 'Segment Joined', source: 'ciclo', trust: 'engine', timestamp: dawn + hour });
    expect(afterAll({ events: [own] }).lastSeenAt).toBe(nobody().lastSeenAt);
    const viewed = eventOf({ name: 'Product Viewed', timestamp: dawn + hour });
    expect(afterAll({ events: [viewed, eventOf({ name: 'Product Viewed' })] }).lastSeenAt).toBe(
      '2026-06-01T01:00:00.000Z',
    );
  });

  test('identify makes a lead, an order a customer, and neither takes anybody back', () => {
    const order = eventOf({ name: 'Order Completed' });
    const identify = eventOf({ name: 'identify' });
    expect(afterAll({ events: [identify] }).stage).toBe('lead');
    expect(afterAll({ events: [order] }).stage).toBe('customer');
    expect(afterAll({ events: [order, identify] }).stage).toBe('customer');
    expect(afterAll({ profile: { ...nobody(), stage: 'advocate' }, events: [order] }).stage).toBe('advocate');
  });

  test('the first referral code stays', () => {
    const bringing = (referral_code: unknown) =>
      eventOf({
        name: 'Page Viewed',
        properties: typeof referral_code === 'string' ? { referral_code } : {},
      });
    const profile = afterAll({ events: [bringing('friend-abc'), bringing('FRIEND-XYZ')] });
    expect(profile.referredBy).toBe('FRIEND-ABC');
    expect(referralCodeOf(bringing('x'))).toBeUndefined();
    expect(referralCodeOf(bringing('drop table;'))).toBeUndefined();
    expect(referralCodeOf(bringing(undefined))).toBeUndefined();
  });
});
