import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dawn, eventOf } from '../profiles/profiles-for-tests.ts';
import { isRefusal } from './call-refusal.ts';
import type { AcceptedEvent } from './event.ts';
import { browsingEvents, isReservedFromPublic, plainName } from './public-names.ts';
import { type Proof, readPublicEvent } from './public-event.ts';

const allowed = new Set(browsingEvents);
const publicEvent = (given: Partial<AcceptedEvent> & { name: string }): AcceptedEvent =>
  eventOf({ trust: 'public', source: 'public', anonymousId: 'a1', ...given });
const read = (given: Partial<AcceptedEvent> & { name: string }, proof?: Proof) =>
  readPublicEvent({ event: publicEvent(given), proof, allowed, receivedAt: dawn });
const codeOf = (given: Partial<AcceptedEvent> & { name: string }): string => {
  const answer = read(given);
  return isRefusal(answer) ? answer.code : 'taken';
};

describe('names that a public key cannot use', () => {
  it.each([
    'Order Completed',
    'Order Cancelled',
    'Unsubscribed',
    'Consent Granted',
    'Consent Withdrawn',
    'Email Bounced',
    'Email Opened',
    'Link Clicked',
    'Message Undelivered',
    'Coupon Redeemed',
    'Journey Entry Requested',
    'Privacy Erase Requested',
    'Segment Joined',
    'Trait Changed',
    'Task Done',
    'Referral Qualified',
    'Subscription Confirmed',
  ])('%s, and everything that looks like it', (name) => {
    const looks = [
      name,
      name.toUpperCase(),
      ` ${name} `,
      name.replaceAll(' ', '\u00a0'),
      name.replaceAll(' ', '  '),
      name.replaceAll(' ', '_'),
      `${name.slice(0, 3)}\u200b${name.slice(3)}`,
      `${name.slice(0, 3)}\ufeff${name.slice(3)}`,
      `${name.slice(0, 3)}\u00ad${name.slice(3)}`,
      name.replace(/[A-Z]/, (letter) => String.fromCodePoint(0xff21 + (letter.codePointAt(0) ?? 65) - 65)),
    ];
    for (const look of looks) {
      expect(isReservedFromPublic(look), JSON.stringify(look)).toBe(true);
      expect(codeOf({ name: look }), JSON.stringify(look)).toBe('reserved-name');
    }
  });

  it('whatever a workspace lists', () => {
    const event = publicEvent({ name: 'Order Completed' });
    const answer = readPublicEvent({
      event,
      proof: undefined,
      allowed: new Set(['Order Completed']),
      receivedAt: dawn,
    });
    expect(isRefusal(answer) && answer.code).toBe('reserved-name');
  });

  it('has no browsing event among them, and compares names the same however often', () => {
    expect(browsingEvents.filter(isReservedFromPublic)).toEqual([]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => plainName(plainName(name)) === plainName(name)),
    );
  });

  it.each(['Signed Up', 'product viewed', 'Product  Viewed', 'Оrder Completed'])(
    '%s, since nobody listed it',
    (name) => {
      expect(codeOf({ name })).toBe('not-public');
    },
  );
});

describe('what a public key can say', () => {
  it('browsing, of its own anonymous id, and nobody else', () => {
    const answer = read({
      name: 'Product Viewed',
      userId: 'ana',
      externalIds: [{ kind: 'email', value: 'ana@example.com' }],
      properties: { product_id: 'p1' },
      context: { locale: 'es', traits: { email: 'x@evil.test' }, externalIds: [], userHash: 'x' },
      backfill: true,
    });
    if (isRefusal(answer)) throw new Error(answer.message);
    expect(answer.event).toMatchObject({
      anonymousId: 'a1',
      externalIds: [],
      properties: { product_id: 'p1' },
      context: { locale: 'es' },
      backfill: false,
    });
    expect(Object.keys(answer.event.context)).toEqual(['locale']);
    expect('userId' in answer.event).toBe(false);
    expect(answer.ignored.map(({ path }) => path)).toEqual(['userId', 'externalIds']);
  });

  it('traits of somebody unverified, which stay apart', () => {
    const traits = { email: 'evil@evil.test', phone: '+34600000000', firstName: 'Eve' };
    const answer = read({ name: 'identify', type: 'identify', userId: 'ana', traits });
    if (isRefusal(answer)) throw new Error(answer.message);
    expect(answer.event.traits).toEqual({ unverified: traits });
    expect('userId' in answer.event).toBe(false);
  });

  it('with a proof, traits of the customer, and an address only when the shop signed it', () => {
    const given = {
      name: 'identify',
      type: 'identify',
      userId: 'ana',
      traits: { email: 'evil@evil.test', firstName: 'Ana' },
    } as const;
    const byHash = read(given, { userId: 'ana', traits: {} });
    if (isRefusal(byHash)) throw new Error(byHash.message);
    expect(byHash.event).toMatchObject({ userId: 'ana', anonymousId: 'a1' });
    expect(byHash.event.traits).toEqual({ firstName: 'Ana', unverified: { email: 'evil@evil.test' } });
    const byToken = read(given, { userId: 'ana', traits: { email: 'ana@example.com' } });
    if (isRefusal(byToken)) throw new Error(byToken.message);
    expect(byToken.event.traits['email']).toBe('ana@example.com');
  });

  it('that somebody wants a confirmation mail, and nothing else with it', () => {
    const properties = { email: 'eva@example.com', channel: 'email', topic: 'news', state: 'granted', n: 1 };
    const answer = read({ name: 'Subscription Requested', properties });
    if (isRefusal(answer)) throw new Error(answer.message);
    expect(answer.event.properties).toEqual({ email: 'eva@example.com', channel: 'email', topic: 'news' });
  });

  it.each([
    [{ name: 'alias', type: 'alias', userId: 'a', previousId: 'b' }, 'not-public'],
    [{ name: 'group', type: 'group', groupId: 'g' }, 'not-public'],
    [{ name: 'page', type: 'page' }, 'taken'],
    [{ name: 'screen', type: 'screen' }, 'taken'],
  ] as const)('%j is %s', (given, code) => {
    expect(codeOf(given)).toBe(code);
  });

  it('nothing of a customer without a proof, whatever it is', () => {
    const bags = fc.dictionary(
      fc.constantFrom('email', 'unverified', 'traits', 'userHash', 'x'),
      fc.string(),
    );
    const anything = fc.record(
      {
        type: fc.constantFrom('track', 'identify', 'page', 'screen', 'group', 'alias'),
        name: fc.constantFrom('identify', 'page', ...browsingEvents, 'Subscription Requested', 'Odd'),
        userId: fc.string({ minLength: 1 }),
        externalIds: fc.array(fc.record({ kind: fc.constant('email'), value: fc.string() })),
        traits: bags,
        context: bags,
        properties: bags,
        backfill: fc.boolean(),
      },
      { requiredKeys: ['type', 'name'] },
    );
    fc.assert(
      fc.property(anything, (given) => {
        const answer = read(given);
        if (isRefusal(answer)) return answer.hint.length > 0;
        const { event } = answer;
        const isApart =
          event.type !== 'identify' || Object.keys(event.traits).every((name) => name === 'unverified');
        const isBare = !['traits', 'userHash'].some((name) => Object.hasOwn(event.context, name));
        return !('userId' in event) && event.externalIds.length === 0 && !event.backfill && isApart && isBare;
      }),
      { numRuns: 300 },
    );
  });

  it('nothing about nobody', () => {
    const { anonymousId: _anonymous, ...event } = publicEvent({ name: 'page', type: 'page', userId: 'ana' });
    const answer = readPublicEvent({ event, proof: undefined, allowed, receivedAt: dawn });
    expect(isRefusal(answer) && answer.code).toBe('missing-identity');
  });
});
