import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { applyConsent, type Consents, mayMarket } from './consents.ts';
import { dawn, eventOf, twoOrders } from './profiles-for-tests.ts';

type Said = { name: string; at: number; properties?: Record<string, string> };

const after = (said: readonly Said[]): Consents =>
  said.reduce<Consents>(
    (consents, { name, at, properties = {} }) =>
      applyConsent({ consents, event: eventOf({ name, properties, timestamp: dawn + at }) }),
    {},
  );

const granted = (at: number, properties?: Record<string, string>): Said => ({
  name: 'Consent Granted',
  at,
  ...(properties === undefined ? {} : { properties }),
});
const withdrawn = (at: number, properties?: Record<string, string>): Said => ({
  ...granted(at, properties),
  name: 'Consent Withdrawn',
});
const may = (said: readonly Said[], optOut = false) =>
  mayMarket({ consents: after(said), channel: 'email', topic: 'news', optOut });
const news = { topic: 'news' };

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

  test('what was said last counts, by when it was said; at the same instant the no', () => {
    expect(may([granted(1), withdrawn(2)]).allowed).toBe(false);
    expect(may([withdrawn(2), granted(1)]).allowed).toBe(false);
    expect(may([withdrawn(1), granted(2)]).allowed).toBe(true);
    expect(may([granted(2), withdrawn(2)]).allowed).toBe(false);
    expect(may([withdrawn(2), granted(2)]).allowed).toBe(false);
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
    expect(after([granted(1, { channel: '' }), { name: 'Order Completed', at: 2 }])).toEqual({});
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
    expect(may([withdrawn(1), granted(2, news)]).allowed).toBe(true);
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
    properties: fc.constantFrom({}, news, { channel: 'sms' }),
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
