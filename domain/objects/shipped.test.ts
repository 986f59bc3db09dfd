import { describe, expect, it } from 'vitest';

import { checkReferences } from './checks/check-references.ts';
import { parseObject } from './parse-object.ts';
import { shippedObjects } from './shipped.ts';

describe.each([...shippedObjects.values()])('the object $key that comes with Ciclo', (definition) => {
  it('passes the checks of a tenant’s own', () => {
    const file = `objects/${definition.key}.json`;
    const parsed = parseObject({ file, text: JSON.stringify(definition), shipped: new Map() });
    expect(parsed).toEqual({ ok: true, value: definition, warnings: [] });
    expect(checkReferences({ definition, objects: shippedObjects })).toEqual([]);
  });
});

it('has a kind for each of the common needs, and none for tasks, which are a capability of their own', () => {
  expect([...shippedObjects.keys()]).toEqual([
    'account',
    'contact-role',
    'lead',
    'deal',
    'product',
    'quote',
    'case',
    'return',
    'appointment',
    'event',
    'campaign',
    'survey-response',
  ]);
});
