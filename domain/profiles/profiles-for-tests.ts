import * as fc from 'fast-check';

import type { AcceptedEvent } from '../events/event.ts';
import { applyEvent } from './apply-event.ts';
import { type EventScope, eventScopeOf } from './event-scope.ts';
import { newProfile, type Profile } from './profile.ts';
import { defaultStages } from './stage.ts';

/** The instant tests count from. */
export const dawn = Date.parse('2026-06-01T00:00:00Z');

/** Somebody of whom nothing is known. */
export const nobody = (id = 'p1'): Profile =>
  newProfile({ id, tenant: 'shop', ids: [`anon:${id}`], referralCode: `FRIEND-${id}`, now: dawn });

/** An event with what a test leaves out filled in. */
export const eventOf = (given: Partial<AcceptedEvent> & { readonly name: string }): AcceptedEvent => ({
  messageId: 'e1',
  type: given.name === 'identify' ? 'identify' : 'track',
  externalIds: [],
  properties: {},
  traits: {},
  context: {},
  timestamp: dawn,
  source: 'api',
  trust: 'server',
  backfill: false,
  ...given,
});

/** What a consent can be about in the shop of tests. */
export const scopeForTests: EventScope = eventScopeOf({
  settings: {
    timezone: 'UTC',
    topics: Object.fromEntries(
      ['news', 'offers', 'one-more', ...Array.from({ length: 300 }, (_, n) => `t${n}`)].map((key) => [
        key,
        { name: key },
      ]),
    ),
  },
  messages: [],
});

/** Applies events in the order in which they are given. */
export const afterAll = (input: { profile?: Profile; events: readonly AcceptedEvent[] }): Profile =>
  input.events.reduce<Profile>(
    (profile, event) =>
      applyEvent({ profile, event, stages: defaultStages, scope: scopeForTests, hour: () => 10 }),
    input.profile ?? nobody(),
  );

/** The items in an order of their own and in another one. */
export const twoOrders = <T>(
  items: fc.Arbitrary<readonly T[]>,
): fc.Arbitrary<readonly [readonly T[], readonly T[]]> =>
  items.chain((one) =>
    fc
      .shuffledSubarray([...one], { minLength: one.length, maxLength: one.length })
      .map((other) => [one, other] as const),
  );
