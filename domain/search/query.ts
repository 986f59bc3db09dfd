import { wordsOf } from './words.ts';

const wordsMax = 8;
/** Shorter beginnings are those of too much. */
export const shortestWord = 2;

const ofTerm = (term: string): readonly string[] => {
  const lower = term.toLowerCase();
  if (lower.includes('@')) return [lower];
  // A number as people write it: `+34 600 000 002` came apart at its blanks, `600-000-002` does here.
  const digits = lower.replaceAll(/[().\-/+]/g, '');
  if (/^\d+$/.test(digits)) return [digits];
  return wordsOf(term);
};

/**
 * The words that somebody searches for, as they are compared with what is found: the longest first, which the index is asked for.
 * A phone number written in groups is one word. Words of one character are left out; eight at most.
 *
 * @example queryWords('Ána  de Sol') // ['ana', 'sol', 'de']
 */
export const queryWords = (text: string): readonly string[] => {
  const joined = text.replaceAll(/\+?\d[\d\s().\-/]{5,}\d/g, (number) => ` ${number.replaceAll(/\D/g, '')} `);
  const words = joined.split(/\s+/).flatMap((term) => (term === '' ? [] : ofTerm(term)));
  return [...new Set(words)]
    .filter((word) => Array.from(word).length >= shortestWord)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, wordsMax);
};

/**
 * How well something fits what is searched: words of the title that are just those asked count most, then beginnings of words of the
 * title, then words elsewhere. More is better.
 */
export const fitOf = (input: { words: readonly string[]; title: string }): number => {
  const titled = [...wordsOf(input.title), input.title.toLowerCase()];
  const fits = input.words.map((word) => {
    if (titled.includes(word)) return 4;
    return titled.some((one) => one.startsWith(word)) ? 2 : 0;
  });
  return fits.reduce<number>((sum, fit) => sum + fit, 0) / Math.max(1, fits.length);
};
