import { createRequire } from 'node:module';

import * as fc from 'fast-check';
import { Engine } from 'json-rules-engine';
import { expect, test, vi } from 'vitest';

import { factsAbout, profileConditions, profiles } from '../arbitraries-for-tests.ts';
import type { Conditions, Leaf } from '../condition-shape.ts';
import { createDecider } from './decider.ts';
import { toExpected } from './expected.ts';
import { noEvents, type EventsQuery, type FactSource } from '../facts.ts';
import { isOperatorName, positiveOf } from '../operator-names.ts';
import { tests } from './operators.ts';

const revenue = (value: number): Leaf => ({
  fact: 'profile',
  path: '$.computed.revenue',
  operator: 'greaterThanInclusive',
  value,
});
const orders: Leaf = {
  fact: 'events',
  params: { name: 'Order Completed', within: '30 days' },
  path: '$.count',
  operator: 'greaterThan',
  value: 1,
};
const rich = factsAbout({ segments: [] }, { profile: { computed: { revenue: 250 } } });

test('the first case that holds is found, and every comparison on the way is told', async () => {
  const decider = createDecider({
    cases: [{ all: [revenue(500)] }, { any: [revenue(300), revenue(200)] }, { all: [revenue(1)] }],
  });
  expect(await decider.decide({ facts: rich })).toEqual({
    matched: 1,
    because: [
      {
        case: 0,
        fact: 'profile',
        path: '$.computed.revenue',
        operator: 'greaterThanInclusive',
        expected: 500,
        actual: 250,
        held: false,
      },
      {
        case: 1,
        fact: 'profile',
        path: '$.computed.revenue',
        operator: 'greaterThanInclusive',
        expected: 300,
        actual: 250,
        held: false,
      },
      {
        case: 1,
        fact: 'profile',
        path: '$.computed.revenue',
        operator: 'greaterThanInclusive',
        expected: 200,
        actual: 250,
        held: true,
      },
    ],
  });
  expect(await createDecider({ cases: [{ all: [revenue(500)] }] }).decide({ facts: rich })).toMatchObject({
    matched: null,
  });
  expect(await createDecider({ cases: [] }).decide({ facts: rich })).toEqual({ matched: null, because: [] });
});

test('what is missing is left out of the reasons, and a value from another fact is shown', async () => {
  const conditions: Conditions = {
    all: [
      { fact: 'profile', path: '$.traits.none', operator: 'notExists', value: true },
      {
        fact: 'event',
        path: '$.properties.value',
        operator: 'lessThan',
        value: { fact: 'entry', path: '$.properties.value' },
      },
      { fact: 'event', path: '$.timestamp', operator: 'before', value: { fact: 'now' } },
    ],
  };
  const facts = {
    ...rich,
    event: { timestamp: '2026-01-01T00:00:00.000Z', properties: { value: 5 } },
    entry: { properties: { value: 9 } },
  };
  const { matched, because } = await createDecider({ cases: [conditions] }).decide({ facts });
  expect(matched).toBe(0);
  expect(because[0]).not.toHaveProperty('actual');
  expect(because[1]).toMatchObject({ expected: 9, actual: 5, held: true });
  expect(because[2]).toMatchObject({ expected: '2026-03-29T10:00:00.000Z', held: true });
});

test('under a `not` a comparison is told as one, since it speaks for the outcome where it did not hold', async () => {
  const { matched, because } = await createDecider({ cases: [{ not: { any: [revenue(500)] } }] }).decide({
    facts: rich,
  });
  expect(matched).toBe(0);
  expect(because).toMatchObject([{ expected: 500, actual: 250, held: false, negated: true }]);
});

test('what is told as compared gives, compared again, what is told as the outcome', async () => {
  await fc.assert(
    fc.asyncProperty(profiles, profileConditions, async (profile, conditions) => {
      const facts = factsAbout(profile);
      const { matched, because } = await createDecider({ cases: [conditions] }).decide({ facts });
      for (const { operator, expected, actual, held } of because.filter((one) => one.fact === 'profile')) {
        if (!isOperatorName(operator) || /Than$|Next|before|after|Item/.test(operator)) continue;
        const positive = positiveOf(operator);
        const compared = toExpected({ operator, value: expected, moment: facts });
        expect(tests[positive.operator](actual, compared) !== positive.negated).toBe(held);
      }
      const speaks = because.map(({ held, negated }) => held !== (negated === true));
      expect(speaks).toContain(matched === 0);
    }),
    { numRuns: 300 },
  );
});

test('reasons stay small, whatever the facts hold', async () => {
  const huge = {
    text: 'x'.repeat(100_000),
    list: Array.from({ length: 5000 }, (_item, index) => ({ index, deep: { deeper: { deepest: {} } } })),
  };
  const conditions: Conditions = {
    all: [
      { fact: 'profile', path: '$.traits.text', operator: 'startsWith', value: 'x'.repeat(1000) },
      { fact: 'profile', path: '$.traits.list', operator: 'contains', value: 'a' },
      { fact: 'profile', path: '$.traits', operator: 'exists', value: true },
    ],
  };
  const { because } = await createDecider({ cases: [conditions] }).decide({
    facts: factsAbout({ segments: [] }, { profile: { traits: huge } }),
  });
  expect(because).toHaveLength(3);
  expect(JSON.stringify(because).length).toBeLessThan(6000);
});

test('the store is asked each question once, and only when the rest leaves the matter open', async () => {
  const asked: EventsQuery[] = [];
  const facts = {
    ...rich,
    events: (query: EventsQuery) => {
      asked.push(query);
      return Promise.resolve({ ...noEvents, count: 2, last: query.until });
    },
  };
  const twice: Leaf = { ...orders, path: '$.last', operator: 'newerThan', value: '1 day' };
  const open = createDecider({
    cases: [{ all: [orders, { any: [twice] }, revenue(200)] }, { all: [orders] }],
  });
  expect((await open.decide({ facts })).matched).toBe(0);
  expect(asked).toEqual([
    expect.objectContaining({ name: 'Order Completed', since: rich.now - 30 * 86_400_000 }),
  ]);
  const closed = createDecider({
    cases: [{ all: [orders, revenue(900)] }, { any: [{ all: [orders] }, revenue(200)] }],
  });
  expect((await closed.decide({ facts })).matched).toBe(1);
  expect(asked).toHaveLength(1);
});

test('events since the entry are those after it; before a run there are none', async () => {
  const since: Leaf = { ...orders, params: { name: 'Order Completed', since: 'entry' } };
  const decider = createDecider({ cases: [{ all: [since] }] });
  const events = vi.fn<FactSource['events']>().mockResolvedValue({ ...noEvents, count: 2 });
  expect((await decider.decide({ facts: { ...rich, events } })).matched).toBeNull();
  expect(events).not.toHaveBeenCalled();
  expect((await decider.decide({ facts: { ...rich, events, enteredAt: 77 } })).matched).toBe(0);
  expect(events.mock.calls[0]?.[0]).toMatchObject({ since: 77 });
});

test('a store that fails makes the decision fail', async () => {
  const facts = { ...rich, events: () => Promise.reject(new Error('no database')) };
  await expect(createDecider({ cases: [{ all: [orders] }] }).decide({ facts })).rejects.toThrowError(
    'no database',
  );
});

test('decisions at the same time on one decider do not mix their facts', async () => {
  const decider = createDecider({
    cases: [{ all: [orders, revenue(100)] }, { all: [{ ...orders, value: 0 }] }, { not: revenue(-1) }],
  });
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ count: fc.nat(3), revenue: fc.nat(200), delay: fc.nat(3) }), {
        minLength: 2,
        maxLength: 20,
      }),
      async (people) => {
        const decided = await Promise.all(
          people.map(async (person) => {
            const events = () => wait(person.delay).then(() => ({ ...noEvents, count: person.count }));
            const facts = factsAbout(
              { segments: [] },
              { profile: { computed: { revenue: person.revenue } }, events },
            );
            return (await decider.decide({ facts })).matched;
          }),
        );
        const expected = people.map((person) =>
          person.count > 1 && person.revenue >= 100 ? 0 : person.count > 0 ? 1 : null,
        );
        expect(decided).toEqual(expected);
      },
    ),
    { numRuns: 50 },
  );
});

test('the same decider, conditions and facts always give the same answer', async () => {
  await fc.assert(
    fc.asyncProperty(profiles, profileConditions, async (profile, conditions) => {
      const decider = createDecider({ cases: [conditions] });
      const facts = factsAbout(profile);
      const [first, second] = await Promise.all([decider.decide({ facts }), decider.decide({ facts })]);
      expect(second).toEqual(first);
      expect(await createDecider({ cases: [conditions] }).decide({ facts })).toEqual(first);
    }),
    { numRuns: 50 },
  );
});

test('JSONPath is never reached', async () => {
  const engine = createRequire(createRequire(import.meta.url).resolve('json-rules-engine'));
  const jsonPath: { JSONPath: () => unknown } = engine('jsonpath-plus');
  const spy = vi.spyOn(jsonPath, 'JSONPath');
  const stock = {
    conditions: { all: [{ fact: 'x', path: '$.y', operator: 'equal', value: 1 }] },
    event: { type: 'yes' },
  };
  await new Engine([stock]).run({ x: { y: 1 } });
  expect(spy).toHaveBeenCalledTimes(1);
  spy.mockClear();
  await fc.assert(
    fc.asyncProperty(profiles, profileConditions, async (profile, conditions) => {
      await createDecider({ cases: [conditions] }).decide({ facts: factsAbout(profile) });
      expect(spy).not.toHaveBeenCalled();
    }),
    { numRuns: 50 },
  );
});

test('conditions that are not as they should be make no decider', () => {
  expect(() => createDecider({ cases: [{ all: [] }] })).toThrowError(
    expect.objectContaining({ code: 'broken-definition' }),
  );
});
