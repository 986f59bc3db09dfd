import type { FactType } from './fact-type.ts';

export const steps = {
  fact: 'steps',
  means: 'what the steps of the run gave',
  known: 'step',
  read: (facts) => facts.steps,
  inDocuments: { kind: 'whole' },
} as const satisfies FactType;
