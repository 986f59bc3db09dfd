import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Json } from '../json.ts';
import { applyConsent as applyIn, type Consents, mayMarket } from './consents.ts';
import { leftOutOf } from './left-out.ts';
import { eventScopeOf } from './event-scope.ts';
import { dawn, eventOf, nobody, scopeForTests as scope, twoOrders } from './profiles-for-tests.ts';

const applyConsent = (input: Omit<Parameters<typeof applyIn>[0], 'scope'>): Consents =>
  applyIn({ ...input, scope });

type Said = { name: string; at: number; properties?: Record<string, string | boolean> };

const after = (said: readonly Said[]): Consents =>
  said.reduce<Consents>(
    (consents, { name, at, properties = {} }) =>
      applyConsent({ consents, event: eventOf({ name, properties, timestamp: dawn + at }) }),
    {},
  );

const granted = (at: number, properties?: Record<string, string | boolean>): Said => ({
  name: 'Consent Granted',
  at,
  ...(properties === undefined ? {} : { properties }),
});
const withdrawn = (at: number, properties?: Record<string, string | boolean>): Said => ({
  ...granted(at, properties),
  name: 'Consent Withdrawn',
});
const may = (said: readonly Said[], optOut = false) =>
  mayMarket({ consents: after(said), channel: 'email', topic: 'news', optOut, now: dawn });
const news = { topic: 'news' };
const sure = { confirmed: true };

describe('consent', () => {
  test('is about e-mail and every topic unless it says otherwise, and keeps its proof', () => {
    const properties = { channel: 'sms', topic: 'news', source: 'checkout form', textVersion: 'v3' };
    expect(after([granted(5, properties)])).toEqual({
      sms: { news: { state: 'granted', at: dawn + 5, source: 'checkout form', textVersion: 'v3' } },
    });
    expect(after([granted(5)])).toEqual({
      email: { '*': { state: 'granted', at: dawn + 5, source: 'api' } },
    });
  });

  test('is not lost by a field it can do without: null and blank are nothing, a number is its text', () => {
    const said = (name: string, properties: Record<string, Json>) =>
      applyConsent({ consents: {}, event: eventOf({ name, properties, timestamp: dawn }) });
    const nothing = { channel: null, topic: ' ', source: null, textVersion: 7, confirmed: 'maybe' };
    for (const name of ['Consent Granted', 'Consent Withdrawn', 'Unsubscribed']) {
      const state = name === 'Consent Granted' ? 'granted' : 'withdrawn';
      expect(said(name, nothing)).toEqual({
        email: { '*': { state, at: dawn, source: 'api', textVersion: '7' } },
      });
    }
    expect(said('Consent Withdrawn', { source: {}, textVersion: 'x'.repeat(300) })).toMatchObject({
      email: { '*': { state: 'withdrawn', source: 'api' } },
    });
  });

  test('about something that cannot be read is a no to everything, and never a yes', () => {
    const said = (name: string, properties: Record<string, Json>) =>
      applyConsent({ consents: {}, event: eventOf({ name, properties, timestamp: dawn }) });
    for (const properties of [{ channel: {} }, { topic: [] }, { topic: 'x'.repeat(65) }]) {
      expect(said('Consent Granted', properties)).toEqual({});
      expect(said('Unsubscribed', properties)).toMatchObject({ email: { '*': { state: 'withdrawn' } } });
    }
  });

  test('what was said last counts, by when it was said; at the same instant the no', () => {
    expect(may([granted(1), withdrawn(2)]).allowed).toBe(false);
    expect(may([withdrawn(2), granted(1)]).allowed).toBe(false);
    expect(may([withdrawn(1), granted(2, sure)]).allowed).toBe(true);
    expect(may([granted(2, sure), withdrawn(1)]).allowed).toBe(true);
    expect(may([withdrawn(2), granted(2, sure)]).allowed).toBe(false);
    expect(may([granted(2), withdrawn(2)]).allowed).toBe(false);
    expect(may([withdrawn(2), granted(2)]).allowed).toBe(false);
  });

  test('a late yes lifts a withdrawal only when it is confirmed, whatever arrives first', () => {
    for (const said of [
      [withdrawn(1), granted(9)],
      [granted(9), withdrawn(1)],
      [withdrawn(1), granted(9, news)],
      [granted(9, news), withdrawn(1)],
    ]) {
      expect(may(said).allowed).toBe(false);
      expect(may([...said, granted(10, { ...news, ...sure })]).allowed).toBe(true);
    }
  });

  test('from a public key nothing is said', () => {
    const event = eventOf({ name: 'Consent Granted', trust: 'public' });
    expect(applyConsent({ consents: {}, event })).toEqual({});
  });

  test.each([
    [{ channel: '__proto__' }],
    [{ channel: 'E-Mail, please' }],
    [{ channel: 'fax' }],
    [{ channel: 'Email' }],
    [{ channel: 'email ' }],
    [{ topic: 'constructor' }],
    [{ topic: 'newz' }],
  ])('a yes to what the workspace does not have says nothing: %j', (properties) => {
    const event = eventOf({ name: 'Consent Granted', properties });
    expect(applyConsent({ consents: {}, event })).toEqual({});
  });

  test.each([
    [{ channel: 'fax' }, 'properties.channel', 'Its channels are email, sms, '],
    [{ topic: 'newz' }, 'properties.topic', 'Its topics are in `ciclo.json`'],
  ])('and the event says which of the two it was: %j', (properties, path, message) => {
    const event = eventOf({ name: 'Consent Granted', properties });
    const expected = [{ path, message: expect.stringContaining(message) }];
    expect(leftOutOf({ profile: nobody(), event, scope })).toEqual(expected);
  });

  test('a yes to a channel of a message of the workspace counts', () => {
    const own = eventScopeOf({
      settings: { topics: {}, timezone: 'UTC' },
      messages: [{ channel: 'whatsapp' }],
    });
    const event = eventOf({ name: 'Consent Granted', properties: { channel: 'whatsapp' } });
    expect(applyIn({ consents: {}, event, scope: own })).toMatchObject({
      whatsapp: { '*': { state: 'granted' } },
    });
  });

  test('a no is kept under whatever name it has, also under one like those of an object', () => {
    const event = eventOf({
      name: 'Consent Withdrawn',
      properties: { channel: '__proto__', topic: 'constructor' },
    });
    const consents = applyConsent({ consents: {}, event });
    expect(Object.keys(consents)).toEqual(['__proto__']);
    expect(
      mayMarket({ consents, channel: 'email', topic: 'constructor', optOut: false, now: dawn }).allowed,
    ).toBe(false);
  });

  test('an unsubscription is a withdrawal', () => {
    expect(may([granted(1), { name: 'Unsubscribed', at: 2 }])).toEqual({
      allowed: false,
      reason: 'unsubscribed',
    });
    expect(may([granted(1), { name: 'Unsubscribed', at: 2, properties: news }])).toEqual({
      allowed: false,
      reason: 'topic-withdrawn',
    });
  });

  test('events that say it wrongly, and others, change nothing', () => {
    expect(after([granted(1, { channel: true }), { name: 'Order Completed', at: 2 }])).toEqual({});
  });
});

describe('marketing', () => {
  test('needs a yes; silence is one only for topics that are opt-out', () => {
    expect(may([])).toEqual({ allowed: false, reason: 'no-consent' });
    expect(may([], true)).toEqual({ allowed: true });
    expect(may([withdrawn(1)], true)).toEqual({ allowed: false, reason: 'unsubscribed' });
    expect(may([withdrawn(1, news)], true)).toEqual({ allowed: false, reason: 'topic-withdrawn' });
  });

  test('a word on the topic counts before one on the channel, unless a later no stops everything', () => {
    expect(may([granted(1), withdrawn(2, news)]).allowed).toBe(false);
    expect(may([withdrawn(1), granted(2, { ...news, ...sure })]).allowed).toBe(true);
    expect(may([granted(1, news), withdrawn(2)]).allowed).toBe(false);
    expect(may([withdrawn(1, news), granted(2)]).allowed, 'a yes to the channel is none to the topic').toBe(
      false,
    );
    expect(may([granted(2, news), withdrawn(2)]).allowed, 'at the same instant').toBe(false);
  });

  test('a yes on one channel is none on another', () => {
    expect(may([granted(1, { channel: 'sms' })])).toEqual({ allowed: false, reason: 'no-consent' });
  });
});

const sayings = fc.array(
  fc.record({
    name: fc.constantFrom('Consent Granted', 'Consent Withdrawn', 'Unsubscribed'),
    at: fc.integer({ min: 0, max: 3 }),
    properties: fc.constantFrom<Record<string, string | boolean>>(
      {},
      news,
      sure,
      { ...news, ...sure },
      { channel: 'sms' },
    ),
  }),
  { maxLength: 8 },
);

test('in any order of arrival, also at equal instants, the same is allowed', () => {
  fc.assert(
    fc.property(twoOrders(sayings), fc.boolean(), ([one, other], optOut) => {
      expect(after(other)).toEqual(after(one));
      expect(may(other, optOut)).toEqual(may(one, optOut));
    }),
    { numRuns: 500 },
  );
});

test('once somebody said no to everything and nothing after, no topic is allowed, opt-out or not', () => {
  fc.assert(
    fc.property(sayings, fc.boolean(), (said, optOut) => {
      expect(may([...said, withdrawn(4)], optOut).allowed).toBe(false);
    }),
  );
});
