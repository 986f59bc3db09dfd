import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  conditionsOver,
  factsAbout,
  profileConditions,
  profiles,
  someNow,
} from '../arbitraries-for-tests.ts';
import type { Conditions, Leaf } from '../condition-shape.ts';
import { createDecider } from './decider.ts';
import { noEvents, type FactSource } from '../facts.ts';
import { createMembership } from './membership.ts';
import { nextFlip } from './next-flip.ts';
import { summariseEvents } from '../summarise-events.ts';

const day = 86_400_000;
const when = (operator: Leaf['operator'], value: Leaf['value']): Conditions => ({
  all: [{ fact: 'profile', path: '$.traits.when', operator, value }],
});
const flip = async (conditions: Conditions, days: number): Promise<number | undefined> => {
  const facts = factsAbout(
    { segments: [] },
    { profile: { traits: { when: new Date(someNow + days * day).toISOString() } } },
  );
  const at = await nextFlip({ conditions, facts });
  return at === undefined ? undefined : (at - someNow) / day;
};

test('an age changes its answer when it is reached, and never again', async () => {
  expect(await flip(when('olderThan', '30 days'), -10)).toBe(20);
  expect(await flip(when('newerThan', '30 days'), -10)).toBe(20);
  expect(await flip(when('olderThan', '30 days'), -30)).toBeUndefined();
  expect(await flip(when('withinNext', '7 days'), 10)).toBe(3);
  expect(await flip(when('withinNext', '7 days'), 5)).toBe(5);
  expect(await flip(when('withinNext', '7 days'), -1)).toBeUndefined();
});

test('a comparison with now changes its answer then; one with a date never does', async () => {
  expect(await flip(when('before', { fact: 'now' }), 3)).toBe(3);
  expect(await flip(when('before', '2030-01-01'), 3)).toBeUndefined();
  const calendar: Conditions = {
    any: [{ fact: 'now', operator: 'after', value: new Date(someNow + 2 * day).toISOString() }],
  };
  expect(await flip(calendar, 0)).toBe(2);
  expect(
    await flip({ all: [{ fact: 'now', operator: 'before', value: { fact: 'now' } }] }, 0),
  ).toBeUndefined();
});

test('what knows no time has no flip', async () => {
  expect(await flip(when('equal', 'x'), 1)).toBeUndefined();
  expect(await flip(when('olderThan', '30 days'), Number.NaN).catch(() => 'no date')).toBe('no date');
});

const happened = (ages: readonly number[]) =>
  ages.map((age) => ({ event: 'Order Completed', timestamp: new Date(someNow - age).toISOString() }));
const factsWith = (ages: readonly number[]): FactSource =>
  factsAbout({ segments: [] }, { events: (query) => summariseEvents({ query, events: happened(ages) }) });

test('a count within a window changes when its oldest event leaves the window', async () => {
  const recent: Conditions = {
    all: [
      {
        fact: 'events',
        params: { name: 'Order Completed', within: '30 days' },
        path: '$.count',
        operator: 'greaterThan',
        value: 1,
      },
    ],
  };
  expect(await nextFlip({ conditions: recent, facts: factsWith([40 * day, 25 * day, day]) })).toBe(
    someNow + 5 * day,
  );
  expect(await nextFlip({ conditions: recent, facts: factsWith([]) })).toBeUndefined();
});

const eventLeaf: fc.Arbitrary<Leaf> = fc.record({
  fact: fc.constant('events' as const),
  params: fc.record({ name: fc.constant('Order Completed'), within: fc.constantFrom('7 days', '1 month') }),
  path: fc.constant('$.count'),
  operator: fc.constantFrom('greaterThan' as const, 'equal' as const),
  value: fc.nat(2),
});
const lastLeaf: fc.Arbitrary<Leaf> = fc.record({
  fact: fc.constant('events' as const),
  params: fc.constant({ name: 'Order Completed' }),
  path: fc.constantFrom('$.first', '$.last'),
  operator: fc.constantFrom('olderThan' as const, 'newerThan' as const),
  value: fc.constantFrom('10 days', '1 month'),
});

test('until the next flip time alone changes nothing, and nobody need look', async () => {
  const conditions = fc.oneof(profileConditions, conditionsOver(fc.oneof(eventLeaf, lastLeaf)));
  const ages = fc.array(fc.integer({ min: 0, max: 60 * day }), { maxLength: 4 });
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(conditions, profiles, ages, shares, async (given, profile, happenedAgo, looks) => {
      const decider = createDecider({ cases: [given] });
      const facts = { ...factsWith(happenedAgo), profile, segments: profile.segments };
      const answerAt = async (now: number) => (await decider.decide({ facts: { ...facts, now } })).matched;
      const before = await answerAt(someNow);
      const flips = (await nextFlip({ conditions: given, facts })) ?? someNow + 4000 * day;
      expect(flips).toBeGreaterThan(someNow);
      const moments = [
        flips - 1,
        ...looks.map((share) => someNow + Math.floor((flips - 1 - someNow) * share)),
      ];
      const answers = await Promise.all(moments.map(answerAt));
      expect(new Set(answers)).toEqual(new Set([before]));
    }),
    { numRuns: 250 },
  );
});

test('a membership asks the store each question once, for its answer and for when that changes', async () => {
  let asked = 0;
  const facts = factsAbout(
    { segments: [] },
    {
      events: () => {
        asked += 1;
        return Promise.resolve({ ...noEvents, count: 1, first: someNow - day, last: someNow - day });
      },
    },
  );
  const member = createMembership({
    when: {
      all: [
        {
          fact: 'events',
          params: { name: 'Order Completed', within: '7 days' },
          path: '$.count',
          operator: 'greaterThan',
          value: 0,
        },
      ],
    },
  });
  expect(await member(facts)).toEqual({
    isMember: true,
    because: [expect.objectContaining({ held: true })],
    changesAt: someNow + 6 * day,
  });
  expect(asked).toBe(1);
});
