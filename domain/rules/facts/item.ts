import type { FactType } from './fact-type.ts';

export const item = {
  fact: 'item',
  means: 'the item at hand, inside conditions on the items of a list',
  known: 'item',
  read: (facts) => facts.item,
  inDocuments: { kind: 'whole' },
  // An item may be a plain value, which has no properties.
  checkPath: () => undefined,
} as const satisfies FactType;
