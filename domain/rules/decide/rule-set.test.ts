import { expect, test } from 'vitest';

import { factsAbout } from '../arbitraries-for-tests.ts';
import { createRuleSet } from './rule-set.ts';
import type { RuleDefinition } from '../rule.ts';

const rule = (key: string, more: Partial<RuleDefinition> = {}): RuleDefinition => ({
  key,
  name: key,
  on: ['Order Completed'],
  priority: 1,
  conditions: { all: [{ fact: 'event', path: '$.properties.revenue', operator: 'greaterThan', value: 10 }] },
  event: { type: 'tag', params: { add: ['buyer'] } },
  ...more,
});

const facts = factsAbout({ segments: [] }, { event: { properties: { revenue: 20 } } });

test('rules of the event fire in the order of priority, then of key, and say why', async () => {
  const rules = createRuleSet([
    rule('b'),
    rule('a'),
    rule('first', { priority: 9 }),
    rule('other', { on: ['Order Refunded'] }),
    rule('any', { on: ['*'], priority: 5 }),
    rule('not', {
      conditions: { all: [{ fact: 'event', path: '$.properties.revenue', operator: 'lessThan', value: 10 }] },
    }),
  ]);
  const fired = await rules.decide({ eventName: 'Order Completed', facts });
  expect(fired.map((one) => one.rule.key)).toEqual(['first', 'any', 'a', 'b']);
  expect(fired[0]?.because).toEqual([
    expect.objectContaining({ fact: 'event', actual: 20, expected: 10, held: true }),
  ]);
  expect((await rules.decide({ eventName: 'Link Clicked', facts })).map((one) => one.rule.key)).toEqual([
    'any',
  ]);
});

test('a rule named by an event and by `*` fires once', async () => {
  const rules = createRuleSet([rule('a', { on: ['*', 'Order Completed'] })]);
  expect(await rules.decide({ eventName: 'Order Completed', facts })).toHaveLength(1);
});

test('an event no rule looks at costs no look at any', async () => {
  const rules = createRuleSet([rule('a')]);
  expect(rules.concerned('Link Clicked')).toEqual([]);
  expect(await rules.decide({ eventName: 'Link Clicked', facts })).toEqual([]);
});

test('of five hundred rules only those of the event are looked at', () => {
  const many = Array.from({ length: 500 }, (_item, index) =>
    rule(`rule-${index}`, { on: [`Event ${index % 250}`] }),
  );
  expect(createRuleSet(many).concerned('Event 7')).toEqual(['rule-257', 'rule-7']);
});
