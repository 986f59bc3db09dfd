import type { Problem } from '../problem.ts';

/** An error at a place of a document. */
export const errorAt = (input: { code: string; path: string; message: string; hint: string }): Problem => ({
  ...input,
  severity: 'error',
});

/** Puts one dotted path behind another. */
export const joinPaths = (one: string, two: string): string => {
  if (one === '' || two === '') return one + two;
  return two.startsWith('[') ? one + two : `${one}.${two}`;
};
