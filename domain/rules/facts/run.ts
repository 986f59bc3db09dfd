import type { FactType } from './fact-type.ts';

export const run = {
  fact: 'run',
  means: 'the run',
  known: 'run',
  read: (facts) => facts.run,
  inDocuments: { kind: 'whole' },
} as const satisfies FactType;
