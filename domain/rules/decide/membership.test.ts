import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { factsAbout, profileConditions, profiles, someNow } from '../arbitraries-for-tests.ts';
import type { Conditions } from '../condition-shape.ts';
import { noEvents } from '../facts.ts';
import { createMembership, createStanding } from './membership.ts';

const orders = (least: number): Conditions => ({
  all: [
    {
      fact: 'events',
      params: { name: 'Order Completed', within: '30 days' },
      path: '$.count',
      operator: 'greaterThan',
      value: least,
    },
  ],
});

test('a segment is decided at once as it is with reasons, also when it changes by the passing of time', async () => {
  await fc.assert(
    fc.asyncProperty(profileConditions, profiles, async (when, profile) => {
      const facts = factsAbout(profile);
      const { because: _because, ...standing } = await createMembership({ when })(facts);
      expect(await createStanding({ when })(facts)).toEqual(standing);
    }),
    { numRuns: 500 },
  );
});

test('what asks the store is decided with it, and broken conditions are refused', async () => {
  const facts = factsAbout(
    { segments: [] },
    { events: async () => ({ ...noEvents, count: 3, first: someNow - 86_400_000, last: someNow }) },
  );
  const found = await createStanding({ when: orders(2) })(facts);
  expect(found.isMember).toBe(true);
  expect(found.changesAt).toBe(someNow - 86_400_000 + 30 * 86_400_000);
  expect(() => createStanding({ when: { all: [] } })).toThrow(/at least one|empty/i);
});
