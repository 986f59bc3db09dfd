import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isObject } from '../../json.ts';
import type { Problem } from '../../problem.ts';
import { parseJourney } from './check-journey.ts';
import { graphAsWritten } from '../graph.ts';
import { context } from '../journeys-for-tests.ts';
import { reachedSteps } from '../ways.ts';

const file = 'journeys/test.json';

/** A journey with every type of step, as its author wrote it. */
const whole = `{
  "key": "test", "name": "Test", "stage": "retention",
  "entry": { "on": "Checkout Started", "key": "$.properties.checkout_id", "again": "after 7 days",
    "where": { "all": [{ "fact": "event", "path": "$.properties.value", "operator": "greaterThan", "value": 20 }] } },
  "exit": [{ "on": "Order Completed", "match": "$.properties.checkout_id", "outcome": "bought" }],
  "goal": { "on": "Order Completed", "within": "14 days", "value": "$.properties.revenue" },
  "holdout": 10,
  "steps": [
    { "id": "think", "type": "wait", "for": "1 hour" },
    { "id": "ten", "type": "offer", "offer": "ten-percent", "otherwise": [{ "id": "out", "type": "exit" }] },
    { "id": "mail", "type": "send", "channel": "email", "message": "coupon", "onFailure": [] },
    { "id": "answer", "type": "wait-for", "timeout": "2 days",
      "events": [{ "on": "Link Clicked", "match": "mail", "then": [{ "id": "up", "type": "score", "kind": "fit", "by": 1 }] }],
      "otherwise": [{ "id": "until", "type": "wait", "until": { "date": "$.steps.ten.expiresAt", "offset": "1 day before" } }] },
    { "id": "who", "type": "branch",
      "cases": [{ "when": { "not": { "fact": "segments", "operator": "contains", "value": "loyal" } },
        "then": [{ "id": "note", "type": "update", "set": { "code": "{{steps.ten.code}}" } }, { "id": "on", "type": "go-to", "to": "again" }] }] },
    { "id": "halves", "type": "split", "arms": [{ "name": "a", "weight": 1 }, { "name": "b", "weight": 2, "then": [] }] },
    { "id": "test", "type": "experiment", "metric": { "on": "Order Completed", "within": "7 days" },
      "arms": [{ "name": "a", "weight": 1, "control": true }, { "name": "b", "weight": 1 }] },
    { "id": "again", "type": "repeat", "atMost": 2, "steps": [{ "id": "rest", "type": "wait", "for": "1 day" }] },
    { "id": "call", "type": "task", "title": "Call {{profile.traits.firstName}}", "team": "sales" },
    { "id": "tell", "type": "action", "plugin": "mail", "action": "send", "input": { "a": [1] } },
    { "id": "more", "type": "points", "by": 5, "reason": "Because" },
    { "id": "next", "type": "enrol", "journey": "welcome" }
  ]
}`;

type Place = readonly (string | number)[];

const placesIn = (value: unknown, path: Place = []): Place[] => {
  const inner = Array.isArray(value)
    ? value.flatMap((item: unknown, index) => placesIn(item, [...path, index]))
    : isObject(value)
      ? Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]))
      : [];
  return [path, ...inner];
};

const replaceAt = (input: { value: unknown; path: Place; by: unknown; isRemoved: boolean }): unknown => {
  const { value } = input;
  const [part, ...path] = input.path;
  if (part === undefined) return input.by;
  const isGone = input.isRemoved && path.length === 0;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, index) =>
      index === part ? replaceAt({ ...input, value: item, path }) : item,
    );
    return isGone ? items.filter((_item, index) => index !== part) : items;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [
    key,
    key === part ? replaceAt({ ...input, value: item, path }) : item,
  ]);
  return Object.fromEntries(isGone ? entries.filter(([key]) => key !== part) : entries);
};

const original: unknown = JSON.parse(whole);
const places = placesIn(original).filter((path) => path.length > 0);

const words = [
  'send',
  'wait',
  'a',
  'ten',
  '',
  '$.x',
  '$.steps.y.z',
  '1 day',
  '{{',
  '{{steps.q.r}}',
  'Link Clicked',
  'mail',
];
const something = fc.oneof(
  fc.constantFrom(...words),
  fc.integer(),
  fc.constant(null),
  fc.constant([]),
  fc.constant({}),
  fc.jsonValue(),
);
const mutation = fc.record({ path: fc.constantFrom(...places), by: something, isRemoved: fc.boolean() });

/** The journey after some changes, as pretty-printed text. */
const changed = fc.array(mutation, { minLength: 1, maxLength: 4 }).map((mutations) => {
  let value = original;
  for (const one of mutations) value = replaceAt({ ...one, value });
  return JSON.stringify(value, null, 2);
});

const isPlaced = (problem: Problem, lines: readonly string[]): boolean => {
  const line = lines[(problem.line ?? 0) - 1];
  return (
    problem.file === file &&
    line !== undefined &&
    (problem.column ?? 0) >= 1 &&
    (problem.column ?? 0) <= line.length + 1
  );
};

describe('whatever somebody writes into a journey', () => {
  it('is a journey to begin with', () => {
    const checked = parseJourney({ text: whole, file, context });
    expect(checked.ok ? checked.warnings : checked.problems).toEqual([]);
  });

  it('is accepted or refused, with every problem at a place of the file and a hint', () => {
    fc.assert(
      fc.property(changed, (text) => {
        const checked = parseJourney({ text, file, context });
        const problems = checked.ok ? checked.warnings : checked.problems;
        const lines = text.split('\n');
        expect(checked.ok || problems.some(({ severity }) => severity === 'error')).toBe(true);
        expect(problems.filter((problem) => !isPlaced(problem, lines))).toEqual([]);
        expect(problems.filter(({ message, hint }) => message.trim() === '' || hint.trim() === '')).toEqual(
          [],
        );
      }),
      { numRuns: 150 },
    );
  });

  it('has a graph in which every step can be reached when it is accepted', () => {
    fc.assert(
      fc.property(changed, (text) => {
        const checked = parseJourney({ text, file, context });
        if (!checked.ok) return;
        const graph = graphAsWritten(checked.value);
        const reached = reachedSteps(graph);
        expect([...graph.nodes.keys()].filter((id) => !reached.has(id))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('finds as many of two mistakes far apart as of each alone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), (path) => {
        const misspelt = whole.replace('"offer": "ten-percent"', '"offer": "ten-percnt"');
        const value = replaceAt({ value: JSON.parse(misspelt), path, by: 12345, isRemoved: false });
        const isAbout = path[0] === 'steps' && (path.length === 1 || path[1] === 1);
        const checked = parseJourney({ text: JSON.stringify(value), file, context });
        const codes = checked.ok ? [] : checked.problems.map(({ code }) => code);
        expect(isAbout || codes.includes('unknown-offer')).toBe(true);
      }),
    );
  });
});
