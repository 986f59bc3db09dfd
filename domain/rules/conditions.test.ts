import { expect, test } from 'vitest';
import { z } from 'zod';

import { conditionsSchema, conditionsSchemaFor } from './conditions.ts';
import { personFacts } from './facts.ts';

const good = { all: [{ fact: 'profile', path: '$.traits.plan', operator: 'equal', value: 'pro' }] };
const journey = z.strictObject({
  where: conditionsSchema.optional(),
  steps: z.array(z.strictObject({ when: conditionsSchema })),
});

test('conditions in a file are checked at their exact place, with code and hint', () => {
  const result = journey.safeParse({
    steps: [{ when: good }, { when: { all: [{ ...good.all[0], operator: 'is' }] } }],
  });
  expect(result.error?.issues).toEqual([
    expect.objectContaining({
      path: ['steps', 1, 'when', 'all', 0, 'operator'],
      params: expect.objectContaining({ code: 'unknown-operator' }),
    }),
  ]);
});

test('good conditions come through unchanged', () => {
  expect(journey.parse({ where: good, steps: [] })).toEqual({ where: good, steps: [] });
});

test('conditions nested ten thousand deep are refused and do no harm', () => {
  let deep: unknown = good;
  for (let level = 0; level < 10_000; level += 1) deep = { not: deep };
  expect(conditionsSchema.safeParse(deep).error?.issues[0]).toMatchObject({ params: { code: 'too-deep' } });
});

test('where fewer facts are known, others are refused', () => {
  const conditions = {
    all: [{ fact: 'event', path: '$.properties.value', operator: 'exists', value: true }],
  };
  expect(conditionsSchemaFor(personFacts).safeParse(conditions).success).toBe(false);
  expect(conditionsSchema.safeParse(conditions).success).toBe(true);
});

test('the JSON Schema describes every field, once for all places', () => {
  const schema = JSON.stringify(z.toJSONSchema(journey, { io: 'input' }));
  for (const word of ['withinNext', 'containsText', 'Order Completed', '"$ref":"#/$defs/conditions"'])
    expect(schema).toContain(word);
  expect(schema.match(/Only events of this last while/g)).toHaveLength(1);
});
