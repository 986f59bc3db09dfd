import type { FactType } from './fact-type.ts';

const operators: readonly string[] = ['contains', 'doesNotContain', 'containsAny', 'containsAll'];

export const segments = {
  fact: 'segments',
  means: 'the keys of the segments the person is in',
  known: 'person',
  read: (facts) => facts.segments,
  inDocuments: { kind: 'field', of: 'profile', field: 'segments' },
  checkPath: ({ path }) =>
    path === undefined
      ? undefined
      : { message: '`segments` has nothing below it.', hint: 'Leave `path` out.' },
  misfit: ({ operator }) =>
    operators.includes(operator) ? undefined : 'Ask whether `segments` `contains` the key of a segment.',
} as const satisfies FactType;
