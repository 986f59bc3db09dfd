import type { Range } from './read-tokens.ts';

/** A text of a source, with its expressions masked by blanks. */
export type TextRun = Range & { readonly text: string };

const wordsOf = (text: string): readonly string[] => text.match(/[A-Za-z0-9]+/g) ?? [];

/** Expressions stand in HTML as words of their own making (`protectExpressions`); entities are letters to nobody. */
const noText = /zqx\d+zqx|&[#\w]+;?/g;

/** The texts of a source of which words are missing in the HTML that was made of it. */
export const lostRuns = (input: { runs: readonly TextRun[]; html: string }): readonly TextRun[] => {
  const { html } = input;
  const present = new Set(wordsOf(html.replaceAll(noText, ' ')));
  // A comment or an expression may have parted a word from the rest of it.
  const isLost = (word: string): boolean => !present.has(word) && !html.includes(word);
  return input.runs.filter(({ text }) => wordsOf(text.replaceAll(noText, ' ')).some(isLost));
};
