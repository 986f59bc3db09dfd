import { expect, test } from 'vitest';
import { z } from 'zod';

import type { Conditions } from './condition-shape.ts';
import { checkSegmentKeys, orderSegments } from './segment-order.ts';
import { parseSegment, segmentSchema, type SegmentDefinition } from './segment.ts';

const when: Conditions = {
  all: [{ fact: 'profile', path: '$.computed.orders', operator: 'greaterThan', value: 3 }],
};
const parse = (value: unknown) =>
  parseSegment({ text: JSON.stringify(value, null, 2), file: 'segments/loyal.json' });

test('a segment is read, by conditions or by a list', () => {
  expect(parse({ key: 'loyal', name: 'Loyal', when })).toEqual({
    ok: true,
    value: { key: 'loyal', name: 'Loyal', when },
    warnings: [],
  });
  expect(parse({ key: 'loyal', name: 'Loyal', list: 'people.csv' })).toMatchObject({
    ok: true,
    value: { list: 'people.csv' },
  });
});

const event: Conditions = {
  all: [{ fact: 'event', path: '$.properties.value', operator: 'exists', value: true }],
};
const broken = [
  ['another key than its file', { key: 'royal', name: 'Loyal', when }, 'key'],
  ['neither conditions nor a list', { key: 'loyal', name: 'Loyal' }, ''],
  ['a list out of its folder', { key: 'loyal', name: 'Loyal', list: '../people.csv' }, 'list'],
  ['the event at hand', { key: 'loyal', name: 'Loyal', when: event }, 'when.all[0].fact'],
  ['an empty condition', { key: 'loyal', name: 'Loyal', when: { any: [] } }, 'when.any'],
] as const;

test.each(broken)('a segment with %s is refused at its place', (_what, value, path) => {
  const parsed = parse(value);
  expect(parsed.ok ? [] : parsed.problems).toEqual([expect.objectContaining({ path, severity: 'error' })]);
});

const segment = (key: string, ...asks: string[]): SegmentDefinition => ({
  key,
  name: key,
  when: {
    any: [
      ...asks.map((value) => ({ fact: 'segments' as const, operator: 'contains' as const, value })),
      ...when.all,
    ],
  },
});

test('segments come after those they ask about', () => {
  const { ordered, problems } = orderSegments([segment('c', 'b'), segment('b', 'a'), segment('a')]);
  expect(ordered.map((one) => one.key)).toEqual(['a', 'b', 'c']);
  expect(problems).toEqual([]);
});

test('segments that go in a circle are refused', () => {
  const { ordered, problems } = orderSegments([segment('a', 'b'), segment('b', 'a'), segment('c')]);
  expect(ordered.map((one) => one.key)).toEqual(['c']);
  expect(problems.map((problem) => problem.file)).toEqual(['segments/a.json', 'segments/b.json']);
});

test('a segment there is not is named, with the one that may be meant', () => {
  const conditions: Conditions = {
    all: [{ fact: 'segments', operator: 'containsAny', value: ['loyal', 'lapse'] }],
  };
  const [problem, ...more] = checkSegmentKeys({
    conditions,
    known: new Set(['loyal', 'lapsed']),
    path: 'when',
  });
  expect(problem).toMatchObject({ code: 'unknown-segment', hint: expect.stringContaining('`lapsed`') });
  expect(more).toEqual([]);
});

test('the JSON Schema of a segment can be made', () => {
  expect(JSON.stringify(z.toJSONSchema(segmentSchema, { io: 'input' }))).toContain('people.csv'.slice(-4));
});
