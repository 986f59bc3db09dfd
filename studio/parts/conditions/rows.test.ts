import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { checkConditions } from '../../../domain/rules/conditions.ts';
import { eventFacts } from '../../../domain/rules/facts.ts';
import { type Draft, isComplete, matches, operatorNames, type Row, toConditions, toDraft } from './rows.ts';

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const value = fc.oneof(
  word,
  fc.integer({ min: -5, max: 500 }).map(String),
  fc.constantFrom('true', '90 days'),
);
const operator = fc.constantFrom(...operatorNames);
const line: fc.Arbitrary<Row> = fc.oneof(
  fc.record({
    kind: fc.constant('property'),
    path: word.map((name) => `$.properties.${name}`),
    operator,
    value,
  }),
  fc.record({ kind: fc.constant('record'), path: word.map((name) => `$.${name}`), operator, value }),
  fc.record({ kind: fc.constant('field'), path: word.map((name) => `$.traits.${name}`), operator, value }),
  fc.record({
    kind: fc.constant('event'),
    name: word,
    within: fc.constantFrom('', '30 days'),
    operator: fc.constantFrom('greaterThan', 'equal', 'lessThanInclusive'),
    value: fc.integer({ min: 0, max: 9 }).map(String),
  }),
  fc.record({ kind: fc.constant('segment'), isIn: fc.boolean(), segment: word }),
);
const draftOf = (row: fc.Arbitrary<Row>): fc.Arbitrary<Draft> =>
  fc.record({
    match: fc.constantFrom(...matches),
    rows: fc.array(row.filter(isComplete), { minLength: 1, maxLength: 4 }),
  });
const group = draftOf(line).map((inner): Row => ({ kind: 'group', draft: inner }));
const draft = draftOf(fc.oneof(line, group));

describe('the builder of conditions', () => {
  it('reads what it wrote, and writes the same again', () => {
    fc.assert(
      fc.property(draft, (written) => {
        const conditions = toConditions(written);
        const read = toDraft(conditions);
        expect(read).toBeDefined();
        expect(read === undefined ? undefined : toConditions(read)).toEqual(conditions);
      }),
    );
  });

  it('writes conditions that the engine takes', () => {
    const rows: readonly Row[] = [
      { kind: 'field', path: '$.computed.orders', operator: 'greaterThan', value: '1' },
      { kind: 'field', path: '$.traits.city', operator: 'in', value: 'Vigo, Lugo' },
      { kind: 'field', path: '$.traits.phone', operator: 'exists', value: '' },
      { kind: 'field', path: '$.computed.lastOrderAt', operator: 'olderThan', value: '90 days' },
      {
        kind: 'event',
        name: 'Product Viewed',
        within: '7 days',
        operator: 'greaterThanInclusive',
        value: '3',
      },
      { kind: 'segment', isIn: false, segment: 'loyal' },
      {
        kind: 'group',
        draft: {
          match: 'any',
          rows: [{ kind: 'property', path: '$.properties.price', operator: 'greaterThan', value: '50' }],
        },
      },
    ];
    expect(rows.every(isComplete)).toBe(true);
    const conditions = toConditions({ match: 'all', rows });
    expect(checkConditions({ conditions, facts: eventFacts })).toEqual([]);
  });

  it.each([
    ['a group of none', { all: [{ any: [] }] }],
    ['the opposite of conditions', { all: [{ not: { all: [] } }] }],
    [
      'another fact',
      { all: [{ fact: 'records', params: { kind: 'case' }, path: '$.count', operator: 'equal', value: 1 }] },
    ],
    [
      'events with conditions of their own',
      {
        all: [
          { fact: 'events', params: { name: 'A', where: {} }, path: '$.count', operator: 'equal', value: 1 },
        ],
      },
    ],
    [
      'a number written as a text',
      { all: [{ fact: 'profile', path: '$.traits.zip', operator: 'equal', value: '36201' }] },
    ],
    ['another operator', { all: [{ fact: 'profile', path: '$.traits.a', operator: 'matches', value: 'x' }] }],
  ])('does not pretend to show %s in a line, and keeps it as it is', (_name, conditions) => {
    const read = toDraft(conditions);
    expect(read?.rows).toEqual([{ kind: 'json', value: conditions.all[0] }]);
    expect(read === undefined ? undefined : toConditions(read)).toEqual(conditions);
  });

  it('does not pretend to show conditions that are no list', () => {
    expect(toDraft({ not: { all: [] } })).toBeUndefined();
    expect(toDraft({ all: [], priority: 1 })).toBeUndefined();
  });

  it.each<Row>([
    { kind: 'field', path: '$.', operator: 'exists', value: '' },
    { kind: 'field', path: '$.traits.age', operator: 'greaterThan', value: 'old' },
    { kind: 'event', name: '', within: '', operator: 'equal', value: '1' },
    { kind: 'segment', isIn: true, segment: '' },
    { kind: 'group', draft: { match: 'all', rows: [] } },
    { kind: 'property', path: 'price', operator: 'exists', value: '' },
  ])('knows what is left to be filled in: %j', (unfinished) => {
    expect(isComplete(unfinished)).toBe(false);
  });
});
