import type { FactType } from './fact-type.ts';

export const profile = {
  fact: 'profile',
  means: 'the person (`$.traits...`, `$.computed...`, `$.tags`, `$.stage`)',
  known: 'person',
  read: (facts) => facts.profile,
  inDocuments: { kind: 'whole' },
} as const satisfies FactType;
