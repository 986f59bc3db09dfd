import { factTypes, factTypesOf } from '../facts.ts';
import type { FactType } from './fact-type.ts';

declare module '../facts.ts' {
  interface FactsByName {
    readonly account: 'account';
  }
}

declare module './fact-source.ts' {
  interface FactSource {
    readonly account?: unknown;
  }
}

/** A fact no file of the product knows: the company a person works for. */
const account = {
  fact: 'account',
  means: 'the company of the person',
  known: 'person',
  read: (facts) => facts.account,
  inDocuments: { kind: 'whole' },
  misfit: ({ path, operator }) =>
    path === '$.size' && operator === 'startsWith' ? 'Compare the size with a number.' : undefined,
} as const satisfies FactType;

/** The facts of a language with one more. */
export const typesWithAccount = factTypesOf([...factTypes.values(), account]);
