import type { FactType } from './fact-type.ts';

export const entry = {
  fact: 'entry',
  means: 'the event that started the run',
  known: 'step',
  read: (facts) => facts.entry,
  inDocuments: { kind: 'whole' },
} as const satisfies FactType;
