import { expect, test } from 'vitest';
import { z } from 'zod';

import { parseRule, ruleSchema } from './rule.ts';

const file = 'rules/big-order.json';
const rule = {
  name: 'Big orders',
  on: ['Order Completed'],
  conditions: { all: [{ fact: 'event', path: '$.properties.revenue', operator: 'greaterThan', value: 100 }] },
  event: { type: 'score', params: { kind: 'engagement', by: 10, reason: 'A big order' } },
};
const parse = (value: unknown) => parseRule({ text: JSON.stringify(value, null, 2), file });

test('a rule is read, and its key is the name of its file', () => {
  expect(parse({ $schema: '../x.json', ...rule })).toEqual({
    ok: true,
    value: { ...rule, key: 'big-order', priority: 1 },
    warnings: [],
  });
});

const events = [
  { type: 'enrol', params: { journey: 'thank-you', key: '{{event.properties.order_id}}' } },
  { type: 'set', params: { traits: { plan: 'pro', since: null, list: [1, 'a'] } } },
  { type: 'tag', params: { add: ['vip'], remove: ['new'] } },
  { type: 'stage', params: { stage: 'customer' } },
  { type: 'score', params: { kind: 'fit', by: -5 } },
  { type: 'points', params: { by: 100, reason: 'Birthday' } },
  { type: 'task', params: { title: 'Call {{profile.traits.name}}', team: 'sales', due: '2 days' } },
  {
    type: 'action',
    params: { plugin: 'crm', action: 'upsert', input: { email: '{{profile.traits.email}}' } },
  },
];

test.each(events)('a rule may have the outcome $type', (event) => {
  expect(parse({ ...rule, event })).toMatchObject({ ok: true, value: { event } });
});

const broken = [
  ['no name', { ...rule, name: undefined }, 'name'],
  ['no event to look at', { ...rule, on: [] }, 'on'],
  ['a priority of nought', { ...rule, priority: 0 }, 'priority'],
  [
    'a fact of a run',
    { ...rule, conditions: { all: [{ fact: 'entry', path: '$.a', operator: 'exists', value: true }] } },
    'conditions.all[0].fact',
  ],
  [
    'an unknown operator',
    { ...rule, conditions: { all: [{ fact: 'event', path: '$.a', operator: 'above', value: 1 }] } },
    'conditions.all[0].operator',
  ],
  ['an unknown outcome', { ...rule, event: { type: 'mail', params: {} } }, 'event.type'],
  [
    'an unknown parameter',
    { ...rule, event: { type: 'stage', params: { stage: 'x', force: 1 } } },
    'event.params.force',
  ],
  ['no tags', { ...rule, event: { type: 'tag', params: {} } }, 'event.params'],
  [
    'no duration',
    { ...rule, event: { type: 'task', params: { title: 'x', due: 'soon' } } },
    'event.params.due',
  ],
  [
    'a trait that is a path',
    { ...rule, event: { type: 'set', params: { traits: { 'a.b': 1 } } } },
    'event.params.traits["a.b"]',
  ],
] as const;

test.each(broken)('a rule with %s is refused at its line', (_what, value, path) => {
  const parsed = parse(value);
  const problems = parsed.ok ? [] : parsed.problems;
  expect(problems).toEqual([
    expect.objectContaining({ path, file, line: expect.any(Number), severity: 'error' }),
  ]);
});

test('the JSON Schema of a rule can be made', () => {
  expect(JSON.stringify(z.toJSONSchema(ruleSchema, { io: 'input' }))).toContain(
    'Gives work to a person in the team.',
  );
});
