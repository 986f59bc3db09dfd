import type { FactType } from './fact-type.ts';

export const now = {
  fact: 'now',
  means: 'the present instant',
  known: 'person',
  read: (facts) => facts.now,
  inDocuments: { kind: 'constant', at: ({ now: at }) => at },
  checkPath: ({ path }) =>
    path === undefined ? undefined : { message: '`now` has nothing below it.', hint: 'Leave `path` out.' },
  misfit: ({ operator }) =>
    operator === 'before' || operator === 'after' ? undefined : 'Compare `now` by `before` or `after`.',
} as const satisfies FactType;
