import type { FactType } from './fact-type.ts';

export const record = {
  fact: 'record',
  means: 'the record at hand, in formulas and lists of records (`$.amount.minor`, `$.stage`, `$.owner`)',
  known: 'record',
  read: (facts) => facts.record,
  inDocuments: { kind: 'whole' },
} as const satisfies FactType;
