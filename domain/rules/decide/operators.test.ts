import * as fc from 'fast-check';
import { Engine } from 'json-rules-engine';
import { expect, test } from 'vitest';

import { factsAbout, profileConditions, profiles, someNow } from '../arbitraries-for-tests.ts';
import type { Leaf } from '../condition-shape.ts';
import { createDecider } from './decider.ts';
import { negations, operatorNames, type OperatorName } from '../operator-names.ts';

const holds = async (actual: unknown, operator: OperatorName, value: Leaf['value']): Promise<boolean> => {
  const leaf: Leaf = { fact: 'profile', path: '$.traits.x', operator, value };
  const decider = createDecider({ cases: [{ all: [leaf] }] });
  const facts = factsAbout({ segments: [] }, { profile: { traits: { x: actual }, other: 7 } });
  return (await decider.decide({ facts })).matched === 0;
};

const ago = (days: number): string => new Date(someNow - days * 86_400_000).toISOString();

const ofItem: Leaf['value'] = { all: [{ fact: 'item', path: '$.kind', operator: 'equal', value: 'coffee' }] };

const table: readonly (readonly [OperatorName, Leaf['value'], readonly unknown[], readonly unknown[]])[] = [
  ['equal', 'pro', ['pro'], ['Pro', ['pro'], 5, '']],
  ['equal', 5, [5, '5'], ['5.0', '05', ' 5', [5], true]],
  ['equal', '5', [5, '5'], ['5.0', 5.1, [5]]],
  ['equal', '08001', ['08001'], [8001, '8001']],
  ['equal', true, [true, 'true'], ['TRUE', 1, 'yes']],
  ['equal', { fact: 'profile', path: '$.other' }, [7, '7'], [8, '70']],
  ['notEqual', 'pro', ['Pro', ['pro'], 5, undefined, null], ['pro']],
  ['notEqual', 10, ['11', undefined], [10, '10']],
  ['in', ['a', 1], ['a', 1, '1'], ['b', ['a'], '1.0']],
  ['notIn', ['a', 1], ['b', '2', ['a'], undefined], ['a', 1, '1']],
  ['contains', 'a', [['a', 'b']], ['a', 'cab', [['a']], []]],
  ['contains', 5, [['5'], [5]], ['5', [['5']]]],
  ['doesNotContain', 'a', [['b'], 'a', [], undefined], [['a']]],
  ['containsAny', ['a', 'b', 3], [['b', 'c'], ['3']], [['c'], [], 'a']],
  [
    'containsAll',
    ['a', '3'],
    [
      ['3', 'x', 'a'],
      [3, 'a'],
    ],
    [['a'], 'a3', []],
  ],
  [
    'anyItem',
    ofItem,
    [
      [{ kind: 'tea' }, { kind: 'coffee' }],
      [['x'], { kind: 'coffee' }],
    ],
    [[], [{ kind: 'tea' }], ['coffee'], { kind: 'coffee' }, [[{ kind: 'coffee' }]], 'coffee'],
  ],
  ['allItems', ofItem, [[{ kind: 'coffee' }]], [[], [{ kind: 'coffee' }, {}], [{ kind: 'coffee' }, 5], {}]],
  ['noItem', ofItem, [[], [{ kind: 'tea' }], undefined, 'coffee'], [[{ kind: 'tea' }, { kind: 'coffee' }]]],
  ['lessThan', 5, [4.9, -1, '4', '-0.5'], [5, '5', [4], 'four', '4 EUR', '']],
  ['lessThanInclusive', 5, [5, '5', '5.0'], [5.1, '5.1']],
  ['greaterThan', 5, [5.1, '6'], [5, '2026-01-01', '08001', '1e9']],
  ['greaterThanInclusive', 5, [5, '5'], [4.9]],
  ['between', [1, 3], [1, 2, 3, '2'], [0.9, 3.1, '3.1', 'two']],
  ['exists', true, [0, '', false, [], {}, [null]], []],
  ['notExists', true, [undefined, null], [0, '', false]],
  ['startsWith', 'Pro', ['Pro', 'Product'], ['pro', 'aPro', ['Pro']]],
  ['endsWith', '.com', ['a.com'], ['a.COM', 'a.com\n', 'acom']],
  ['containsText', 'Straße', ['die STRAßE 5', 'strasſe: STRAßE'], ['strasse', 5]],
  ['matches', '^a+$', ['aaa'], ['b', 5, 'aaa\n']],
  [
    'olderThan',
    '30 days',
    [ago(30), ago(31), '2020-01-01', '2020-01-01T00:00', 1000],
    [ago(29.9), ago(-1), 'x', '2026-03-29T09:00'],
  ],
  ['newerThan', '30 days', [ago(29.9), ago(-1)], [ago(30), 'x']],
  ['withinNext', '30 days', [ago(-1), ago(-30)], [ago(0), ago(1), ago(-30.1), 'x']],
  [
    'before',
    '2026-03-29',
    ['2026-03-28', '2026-03-28T22:59:59Z'],
    ['2026-03-29', '2026-03-28T23:00:00Z', 'x'],
  ],
  ['after', '2026-03-29', ['2026-03-30', '2026-03-28T23:00:00.001Z'], ['2026-03-29', 'x']],
  ['before', { fact: 'now' }, [ago(0.1)], [ago(0), ago(-1)]],
];

test.each(table)('%s %j holds and does not hold as documented', async (operator, value, yes, no) => {
  const held = await Promise.all(yes.map((actual) => holds(actual, operator, value)));
  expect(yes.filter((_actual, index) => held[index] === false)).toEqual([]);
  const not = await Promise.all(no.map((actual) => holds(actual, operator, value)));
  expect(no.filter((_actual, index) => not[index] === true)).toEqual([]);
});

test('every operator is in the table above', () => {
  expect(operatorNames.filter((name) => !table.some(([operator]) => operator === name))).toEqual([]);
});

test('of what is missing or null no operator holds but the negations', async () => {
  const values = new Map(table.map(([operator, value]) => [operator, value]));
  const asked = operatorNames.flatMap((operator) =>
    [undefined, null].map((actual) => ({ operator, actual })),
  );
  const answers = await Promise.all(
    asked.map(({ operator, actual }) => holds(actual, operator, values.get(operator) ?? 1)),
  );
  const held = asked.filter((_one, index) => answers[index]).map(({ operator }) => operator);
  expect(new Set(held)).toEqual(new Set(Object.keys(negations)));
});

test('a value that another fact does not have makes everything false but the negations', async () => {
  const value: Leaf['value'] = { fact: 'entry', path: '$.properties.none' };
  expect(await holds('a', 'equal', value)).toBe(false);
  expect(await holds('a', 'notEqual', value)).toBe(true);
  expect(await holds(['a'], 'containsAll', value)).toBe(false);
  expect(await holds(5, 'greaterThan', value)).toBe(false);
  expect(await holds('2026-01-01', 'before', value)).toBe(false);
});

test('a negation holds exactly where its opposite does not', async () => {
  await fc.assert(
    fc.asyncProperty(profiles, profileConditions, async (profile, conditions) => {
      const decide = async (cases: Parameters<typeof createDecider>[0]['cases']) =>
        (await createDecider({ cases }).decide({ facts: factsAbout(profile) })).matched === 0;
      expect(await decide([{ not: conditions }])).toBe(!(await decide([conditions])));
    }),
    { numRuns: 100 },
  );
});

const stock = [
  'equal',
  'notEqual',
  'in',
  'notIn',
  'contains',
  'doesNotContain',
  'lessThan',
  'lessThanInclusive',
  'greaterThan',
  'greaterThanInclusive',
] as const;

test("json-rules-engine's own operators answer as they do there, for values of their type", async () => {
  // Without 1 beside '1', which are the same here and not there.
  const item = fc.constantFrom('a', 'b', '1', 4, 2.5, true);
  const cases = fc.oneof(
    fc.tuple(fc.constantFrom<(typeof stock)[number]>('equal', 'notEqual'), item, item),
    fc.tuple(
      fc.constantFrom<(typeof stock)[number]>('in', 'notIn'),
      item,
      fc.array(item, { minLength: 1, maxLength: 3 }),
    ),
    fc.tuple(
      fc.constantFrom<(typeof stock)[number]>('contains', 'doesNotContain'),
      fc.array(item, { maxLength: 3 }),
      item,
    ),
    fc.tuple(
      fc.constantFrom<(typeof stock)[number]>(...stock.slice(6)),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 3 }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(cases, async ([operator, actual, value]) => {
      const engine = new Engine([
        { conditions: { all: [{ fact: 'x', operator, value }] }, event: { type: 'yes' } },
      ]);
      const { events } = await engine.run({ x: actual });
      expect(await holds(actual, operator, value)).toBe(events.length === 1);
    }),
    { numRuns: 200 },
  );
});

test('a pattern made to explode comes to its answer', async () => {
  expect(await holds(`${'a'.repeat(50_000)}!`, 'matches', '^(a+)+$')).toBe(false);
});
