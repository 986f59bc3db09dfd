import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { AcceptedEvent, StoredEvent } from '../events/event.ts';
import { type Consents, expireConsents, mayMarket } from '../profiles/consents.ts';
import { eventScopeOf } from '../profiles/event-scope.ts';
import { mergeProfiles as merge } from '../profiles/identities/merge-profiles.ts';
import { dawn, eventOf, nobody } from '../profiles/profiles-for-tests.ts';
import { applyEvent } from '../profiles/apply-event.ts';
import type { Profile } from '../profiles/profile.ts';
import { defaultStages } from '../profiles/stage.ts';
import { type ConsentEntry, entriesOf, foldEntries } from './consent-entry.ts';
import { networkOf } from './evidence.ts';

const day = 86_400_000;

const scope = eventScopeOf({
  settings: {
    topics: { news: {}, offers: {} },
    timezone: 'Europe/Madrid',
    impliedConsent: [
      { on: 'Order Completed', channel: 'email', topics: ['offers'], for: '2 years' },
      { on: 'Quote Requested', channel: 'email', topics: ['offers', 'news'], for: '6 months' },
    ],
  },
  messages: [],
});

const stored = (event: AcceptedEvent, n = 0): StoredEvent => ({
  ...event,
  id: `server:${event.messageId}-${n}`,
  tenant: 'shop',
  receivedAt: event.timestamp,
});

const lines = (event: AcceptedEvent): readonly ConsentEntry[] =>
  entriesOf({ row: stored(event), profileId: 'p1', scope, now: dawn });

const apply = (profile: Profile, event: AcceptedEvent): Profile =>
  applyEvent({ profile, event, stages: defaultStages, scope, hour: () => 10 });

/** What may be sent, at some instants, by topic. */
const answers = (consents: Consents): readonly boolean[] =>
  [0, 40, 200, 400, 800].flatMap((days) =>
    ['news', 'offers'].map(
      (topic) =>
        mayMarket({ consents, channel: 'email', topic, optOut: false, now: dawn + days * day }).allowed,
    ),
  );

const events = fc.array(
  fc
    .record({
      name: fc.constantFrom(
        'Consent Granted',
        'Consent Withdrawn',
        'Unsubscribed',
        'Email Marked as Spam',
        'Order Completed',
        'Quote Requested',
        'Product Viewed',
      ),
      at: fc.integer({ min: 0, max: 20 }),
      topic: fc.constantFrom('news', 'offers', '*', 'unknown'),
      purpose: fc.constantFrom(undefined, 'marketing', 'analytics'),
      confirmed: fc.boolean(),
      ends: fc.constantFrom(undefined, 30, 300, 'never heard of'),
      mine: fc.boolean(),
    })
    .map(({ name, at, topic, purpose, confirmed, ends, mine }) => ({
      mine,
      event: eventOf({
        name,
        timestamp: dawn + at * day,
        properties: {
          channel: 'email',
          topic,
          confirmed,
          ...(purpose === undefined ? {} : { purpose }),
          ...(ends === undefined
            ? {}
            : {
                expiresAt: typeof ends === 'number' ? new Date(dawn + ends * day).toISOString() : ends,
              }),
        },
      }),
    })),
  { maxLength: 12 },
);

describe('the consent ledger', () => {
  test('comes to what the profile has, in whatever order events, lines and a merge come', () => {
    fc.assert(
      fc.property(events, fc.integer(), fc.nat(11), (all, salt, mergedAfter) => {
        const people = { a: nobody('a'), b: nobody('b') };
        let merged: Profile | undefined;
        for (const [index, { event, mine }] of all.entries()) {
          if (index === mergedAfter) {
            merged = merge({ into: people.a, from: people.b, stages: defaultStages });
          }
          if (merged !== undefined) merged = apply(merged, event);
          else if (mine) people.a = apply(people.a, event);
          else people.b = apply(people.b, event);
        }
        const person = merged ?? merge({ into: people.a, from: people.b, stages: defaultStages });
        const rows = all.flatMap(({ event }, n) =>
          entriesOf({ row: stored(event, n), profileId: 'a', scope, now: dawn }),
        );
        const shuffled = rows
          .map((row, n) => ({ row, key: Math.sin(salt + n * 7919) }))
          .toSorted((one, two) => one.key - two.key)
          .map(({ row }) => row);
        expect(answers(foldEntries(rows))).toEqual(answers(person.consents));
        expect(answers(foldEntries(shuffled))).toEqual(answers(person.consents));
        for (const [topic, { state, at }] of Object.entries(person.consents['email'] ?? {})) {
          expect(foldEntries(shuffled)['email']?.[topic]).toMatchObject({ state, at });
        }
      }),
    );
  });

  test('keeps the proof: what was said, where, with which words, from which network', () => {
    const [line, ...others] = lines(
      eventOf({
        name: 'Consent Granted',
        timestamp: dawn,
        messageId: 'm7',
        properties: {
          topic: 'news',
          source: 'footer form',
          text: 'Yes, write to me.',
          textVersion: 'v3',
          locale: 'en',
          confirmed: true,
          request_id: 'public:asked',
          requested_at: dawn - day,
          expiresAt: '2028-01-01T00:00:00Z',
        },
        context: {
          ip: '203.0.113.77',
          userAgent: 'Mozilla/5.0',
          page: { url: 'https://shop.example/join?email=ana@example.com#x' },
        },
      }),
    );
    expect(others).toEqual([]);
    expect(line).toMatchObject({
      channel: 'email',
      topic: 'news',
      purpose: 'marketing',
      status: 'granted',
      basis: 'express',
      confirmed: true,
      counts: true,
      at: dawn,
      expiresAt: Date.parse('2028-01-01T00:00:00Z'),
      source: 'footer form',
      text: 'Yes, write to me.',
      textVersion: 'v3',
      evidence: {
        form: 'https://shop.example/join',
        network: '203.0.113.0/24',
        userAgent: 'Mozilla/5.0',
        request: { event: 'public:asked', at: dawn - day },
      },
    });
    expect(JSON.stringify(line)).not.toMatch(/203\.0\.113\.77|ana@example/);
  });

  test('never keeps an address of the internet, only its network', () => {
    expect(networkOf('203.0.113.77')).toBe('203.0.113.0/24');
    expect(networkOf('::ffff:203.0.113.77')).toBe('203.0.113.0/24');
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1::/48');
    expect(networkOf('ana@example.com')).toBeUndefined();
  });

  test('keeps what was said for another purpose, which lets no message out; a no counts whatever its purpose', () => {
    const said = (name: string) => eventOf({ name, properties: { purpose: 'analytics', topic: 'news' } });
    expect(lines(said('Consent Granted'))).toMatchObject([{ purpose: 'analytics', counts: false }]);
    expect(lines(said('Consent Withdrawn'))).toMatchObject([{ purpose: 'analytics', counts: true }]);
    expect(apply(nobody(), said('Consent Granted')).consents).toEqual({});
  });

  test('has a complaint about a mail as a withdrawal of the whole channel', () => {
    const [line] = lines(
      eventOf({ name: 'Email Marked as Spam', trust: 'webhook', properties: { topic: 'news' } }),
    );
    expect(line).toMatchObject({ status: 'withdrawn', channel: 'email', topic: '*', source: 'complaint' });
  });

  test('has nothing of what a page says', () => {
    for (const name of ['Consent Granted', 'Order Completed', 'Unsubscribed']) {
      expect(lines(eventOf({ name, trust: 'public' }))).toEqual([]);
    }
  });
});

describe('a consent that follows from an order', () => {
  const order = (at: number) =>
    eventOf({ name: 'Order Completed', timestamp: at, properties: { order_id: 'o-7' } });
  const may = (consents: Consents, now: number) =>
    mayMarket({ consents, channel: 'email', topic: 'offers', optOut: false, now });

  test('holds for exactly the time the workspace says, by the calendar, and then is no silence', () => {
    const { consents } = apply(nobody(), order(dawn));
    const end = Date.parse('2028-06-01T00:00:00Z');
    expect(may(consents, end - 1).allowed).toBe(true);
    expect(may(consents, end)).toEqual({ allowed: false, reason: 'consent-expired' });
    expect(mayMarket({ consents, channel: 'email', topic: 'offers', optOut: true, now: end }).allowed).toBe(
      false,
    );
    expect(mayMarket({ consents, channel: 'email', topic: 'news', optOut: false, now: dawn }).allowed).toBe(
      false,
    );
    expect(expireConsents({ consents, now: end - 1 })).toMatchObject({ expired: [], nextAt: end });
    expect(expireConsents({ consents, now: end })).toMatchObject({
      consents: { email: { offers: { state: 'expired', at: dawn } } },
      expired: [{ channel: 'email', topic: 'offers' }],
      nextAt: undefined,
    });
    expect(lines(order(dawn))).toMatchObject([
      { status: 'granted', basis: 'implied', expiresAt: end, evidence: { order: 'o-7' } },
    ]);
  });

  test('is renewed by a later order, also after it expired, and never lifts a withdrawal', () => {
    const { consents } = apply(nobody(), order(dawn));
    const expired = expireConsents({ consents, now: dawn + 800 * day }).consents;
    const again = apply({ ...nobody(), consents: expired }, order(dawn + 801 * day));
    expect(may(again.consents, dawn + 802 * day).allowed).toBe(true);
    const no = eventOf({ name: 'Unsubscribed', timestamp: dawn + day, properties: {} });
    for (const said of [
      [order(dawn), no, order(dawn + 2 * day)],
      [order(dawn + 2 * day), order(dawn), no],
    ]) {
      const left = said.reduce(apply, nobody());
      expect(may(left.consents, dawn + 3 * day).allowed).toBe(false);
    }
  });

  test('is outlived by a yes without an end, whichever comes first', () => {
    const yes = eventOf({ name: 'Consent Granted', timestamp: dawn - day, properties: { topic: 'offers' } });
    for (const said of [
      [order(dawn), yes],
      [yes, order(dawn)],
    ]) {
      expect(may(said.reduce(apply, nobody()).consents, dawn + 9000 * day).allowed).toBe(true);
    }
  });

  test('of an end that cannot be read, nothing is granted', () => {
    const yes = eventOf({ name: 'Consent Granted', properties: { topic: 'offers', expiresAt: 'soon' } });
    expect(apply(nobody(), yes).consents).toEqual({});
  });
});
