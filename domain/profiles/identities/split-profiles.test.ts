import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { AcceptedEvent } from '../../events/event.ts';
import { mergeProfiles } from './merge-profiles.ts';
import type { Profile } from '../profile.ts';
import { afterAll, dawn, eventOf, nobody, scopeForTests as scope } from '../profiles-for-tests.ts';
import { leavesOf, staysOf } from './split-profiles.ts';

const hourOf = (): number => 10;

/** What a test compares: everything but ids of what was applied, and how often it was merged. */
const known = ({ applied: _applied, merges: _merges, reads, ...rest }: Profile) => ({
  ...rest,
  reads: Object.entries(reads).map(([channel, hours]) => [channel, hours.toSorted()]),
});

type Said = { readonly ofA: boolean; readonly isLater: boolean; readonly event: AcceptedEvent };

const said: fc.Arbitrary<readonly Said[]> = fc
  .array(
    fc.record({
      ofA: fc.boolean(),
      isLater: fc.boolean(),
      name: fc.constantFrom('identify', 'Consent Granted', 'Unsubscribed', 'Order Completed', 'Email Opened'),
      traits: fc.dictionary(fc.constantFrom('plan', 'city', 'timezone'), fc.constantFrom('x', 'y', null)),
      context: fc.constantFrom({}, { timezone: 'Europe/Madrid' }),
      properties: fc.constantFrom({}, { topic: 'news' }, { confirmed: true }, { referral_code: 'FRIEND-1' }),
    }),
    { maxLength: 12 },
  )
  .map((all) =>
    all.map(({ ofA, isLater, ...rest }, index) => ({
      ofA,
      isLater,
      event: eventOf({ ...rest, messageId: `e${index}`, timestamp: dawn + index * 60_000 }),
    })),
  );

const eventsOf = (all: readonly Said[], ofA: boolean, isLater?: boolean): readonly AcceptedEvent[] =>
  all.filter((one) => one.ofA === ofA && (isLater ?? one.isLater) === one.isLater).map(({ event }) => event);

test('a split gives each what they would have been had they never been merged', () => {
  fc.assert(
    fc.property(said, (all) => {
      const a = afterAll({ profile: nobody('a'), events: eventsOf(all, true, false) });
      const b = afterAll({ profile: nobody('b'), events: eventsOf(all, false, false) });
      const later = all.filter((one) => one.isLater).map(({ event }) => event);
      const both = afterAll({ profile: mergeProfiles({ into: a, from: b, at: dawn }), events: later });
      const gone: Profile = {
        ...b,
        ids: [],
        mergedInto: 'a',
        mergedIds: b.ids,
        mergedSegments: [],
        mergedAt: dawn,
      };
      const ofA = eventsOf(all, true).toSorted((x, y) => x.timestamp - y.timestamp);
      const ofB = eventsOf(all, false, true);
      const alone = afterAll({ profile: nobody('a'), events: ofA });
      const leaves = leavesOf({ gone, ids: b.ids, events: ofB, scope, hourOf });
      const stays = staysOf({ merged: both, gone: leaves, events: ofA, scope, hourOf });
      expect(known(stays)).toEqual(known({ ...alone, ...dated(stays) }));
      expect(known(leaves)).toEqual(known(afterAll({ profile: b, events: ofB })));
    }),
    { numRuns: 500 },
  );
});

/** When somebody came first is told by their events, and without any by the merged profile. */
const dated = ({ createdAt, lastSeenAt }: Profile) => ({ createdAt, lastSeenAt });

test('points, scores, tags and messages under caps go with whom they came', () => {
  const pressure = (id: string) => ({ id, at: dawn, channel: 'email', topic: 'news' });
  const a: Profile = {
    ...nobody('a'),
    points: 5,
    scores: { fit: 1, engagement: 2 },
    tags: ['mine'],
    pressure: [pressure('m1')],
  };
  const b: Profile = {
    ...nobody('b'),
    points: 7,
    scores: { fit: 3, engagement: 4 },
    tags: ['theirs'],
    pressure: [pressure('m2')],
  };
  const gone: Profile = { ...b, ids: [], mergedIds: b.ids };
  const merged = mergeProfiles({ into: a, from: b, at: dawn });
  const leaves = leavesOf({ gone, ids: b.ids, events: [], scope, hourOf });
  expect(staysOf({ merged, gone: leaves, events: [], scope, hourOf })).toMatchObject({
    points: 5,
    scores: a.scores,
    tags: ['mine'],
    pressure: [pressure('m1')],
    ids: a.ids,
  });
  expect(leaves).toMatchObject({ points: 7, tags: ['theirs'] });
});
