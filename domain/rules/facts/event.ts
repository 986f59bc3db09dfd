import type { FactType } from './fact-type.ts';

export const event = {
  fact: 'event',
  means: 'the event at hand',
  known: 'event',
  read: (facts) => facts.event,
  inDocuments: { kind: 'whole' },
} as const satisfies FactType;
