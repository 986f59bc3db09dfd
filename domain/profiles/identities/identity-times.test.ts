import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AcceptedEvent } from '../../events/event.ts';
import { confirmationSource, joinIdentityTimes, seenBy, verifiedBy } from './identity-times.ts';

const event = (over: Partial<AcceptedEvent>): AcceptedEvent => ({
  messageId: 'm',
  type: 'track',
  name: 'Seen',
  externalIds: [],
  properties: {},
  traits: {},
  context: {},
  timestamp: 1,
  source: 'api',
  trust: 'server',
  backfill: false,
  ...over,
});
const email = [{ kind: 'email', value: 'ana@example.com' }];
const ids = ['user:42', 'email:ana@example.com', 'anon:a1'];
const after = (events: readonly AcceptedEvent[]) =>
  events.reduce<ReturnType<typeof joinIdentityTimes>>(
    (known, one) => joinIdentityTimes({ ids, ...known }, seenBy(one)),
    {},
  ).identityTimes ?? [];

describe('when identities were seen', () => {
  it('is the first and the last time, and everybody who named them, in whatever order events come', () => {
    const some = fc.record({
      timestamp: fc.integer({ min: 1, max: 50 }),
      trust: fc.constantFrom('public', 'server', 'webhook', 'engine'),
      userId: fc.constantFrom('42', 'somebody-else'),
      externalIds: fc.constantFrom([], email),
      anonymousId: fc.constantFrom('a1', 'a2'),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 12 }), (told) => {
        const events = told.map((one) => event(one));
        const seen = after(events);
        expect(after([...events.toReversed(), ...events])).toEqual(seen);
        for (const { id, first, last } of seen) {
          expect(ids).toContain(id);
          const times = events
            .filter((one) => seenBy(one).some((it) => it.id === id))
            .map((one) => one.timestamp);
          expect([first, last]).toEqual([Math.min(...times), Math.max(...times)]);
        }
      }),
    );
  });

  it.each([
    ['the shop', {}, undefined],
    ['a page with a token', { trust: 'public' }, 'proof'],
    ['the team', { trust: 'engine', source: 'ciclo' }, undefined],
    ['its owner, by a link', { trust: 'engine', source: confirmationSource }, 'link'],
  ] as const)('an address that %s names is verified only by its owner or a token', (_who, over, by) => {
    const [seen] = after([event({ externalIds: email, ...over })]);
    expect(seen === undefined ? 'none' : verifiedBy(seen)).toBe(by);
  });

  it('a user id is verified by the shop or a proof, and a device by nobody', () => {
    const named = after([event({ userId: '42', anonymousId: 'a1' })]);
    expect(named.map((seen) => [seen.id, verifiedBy(seen)])).toEqual([
      ['user:42', 'shop'],
      ['anon:a1', undefined],
    ]);
  });
});
