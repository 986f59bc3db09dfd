import * as fc from 'fast-check';
import { Aggregator } from 'mingo/aggregator';
import { expect, it } from 'vitest';

import { operators } from './operators.ts';
import { optionsOf } from './expressions.ts';
import { toSimpleUpdate } from './simple-stages.ts';
import { adopted, type Row, storedRow } from './values.ts';

const names = ['a', 'b', 'c', 'd'] as const;
const name = fc.constantFrom(...names);
const scalar = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.constantFrom('x', 'y'),
  fc.boolean(),
  fc.constant(null),
);
const content = fc.dictionary(name, fc.oneof(scalar, fc.dictionary(name, scalar), fc.array(scalar)));
const doc = content.map((fields): Row => ({ _id: 'one', ...fields }));

const { value, object } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    name.map((field) => `$${field}`),
    fc.oneof(scalar, content).map(($literal) => ({ $literal })),
    tie('object'),
  ),
  object: fc.oneof(
    { depthSize: 'small' },
    fc.dictionary(name, tie('value'), { minKeys: 1 }),
    content.map(($literal) => ({ $literal })),
    fc.array(tie('object'), { minLength: 1, maxLength: 3 }).map(($mergeObjects) => ({ $mergeObjects })),
  ),
}));
const stage = fc.oneof(
  fc.dictionary(name, value, { minKeys: 1 }).map(($set): Row => ({ $set })),
  object.map(($replaceWith): Row => ({ $replaceWith })),
);

const byMingo = (row: Row, stages: readonly Row[]): unknown =>
  new Aggregator([...stages], optionsOf({ context: operators })).run([structuredClone(row)])[0];

it('an update whose stages are simple makes what the general pipeline makes', () => {
  fc.assert(
    fc.property(doc, fc.array(stage, { minLength: 1, maxLength: 3 }), (row, given) => {
      const stages = given.map(storedRow);
      const update = toSimpleUpdate(stages);
      expect(update).toBeDefined();
      const made = update?.(storedRow(row)) ?? {};
      const expected = byMingo(row, stages);
      expect(adopted(made)).toEqual(expected === undefined ? undefined : storedRow(Object(expected)));
    }),
  );
});

it.each([
  [{ $set: { a: '$b.c' } }],
  [{ $set: { 'a.b': 1 } }],
  [{ $set: { a: '$$NOW' } }],
  [{ $set: { a: { $add: ['$b', 1] } } }],
  [{ $set: { a: ['$b'] } }],
  [{ $unset: ['a'] }],
  [{ $replaceWith: '$a' }],
  [{ $replaceWith: { $mergeObjects: ['$a', '$b'] } }],
  [{ $match: {} }],
])('%j is left to the general pipeline', (stage) => {
  expect(toSimpleUpdate([stage])).toBeUndefined();
});
