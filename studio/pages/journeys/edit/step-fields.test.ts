import { expect, it } from 'vitest';

import { fieldsOf, newStep, stepTypes } from './step-fields.ts';

const schemas = import.meta.glob<Readonly<Record<string, unknown>>>(
  '../../../../docs/schemas/journey.schema.json',
  { eager: true, import: 'default' },
);
const [root = {}] = Object.values(schemas);
const types = stepTypes(root);

it('there is a form for every type of step', () => {
  expect(types).toEqual(expect.arrayContaining(['send', 'wait', 'branch', 'experiment']));
  for (const type of types) expect(fieldsOf({ root, type }).map(({ name }) => name)).toContain('note');
});

it('a form asks by the schema: text, numbers, choices, and JSON for the rest', () => {
  const kinds = new Map(fieldsOf({ root, type: 'send' }).map(({ name, input }) => [name, input.kind]));
  expect(kinds.get('message')).toBe('text');
  expect(kinds.get('onCap')).toBe('choice');
  expect(kinds.get('when')).toBe('json');
  expect(kinds.has('onFailure')).toBe(false);
  const [by] = fieldsOf({ root, type: 'score' }).filter(({ name }) => name === 'by');
  expect(by).toMatchObject({ isRequired: true, input: { kind: 'number', isInteger: true } });
});

it.each(types)('a new step of the type %s has everything that it needs', (type) => {
  const step = newStep({ root, type, id: 'new' });
  expect(step).toMatchObject({ id: 'new', type });
  for (const { name, isRequired } of fieldsOf({ root, type }))
    if (isRequired) expect(step).toHaveProperty(name);
});
