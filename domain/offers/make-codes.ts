import { codeAlphabet, codeFor, codePattern, randomCount, randomMin } from './code.ts';

/** How many times more codes there have to be than are made, so that nobody finds one by guessing. */
const guessFactor = 1000;

/**
 * Makes different codes of a pattern. A pattern that is no pattern, or of which too few codes could be made for nobody to guess one, is refused.
 * Anyone who has the seed has the codes.
 */
export const makeCodes = (input: {
  pattern: string;
  count: number;
  seed: string;
}):
  | { readonly ok: true; readonly codes: readonly string[] }
  | { readonly ok: false; readonly message: string } => {
  const { pattern, count, seed } = input;
  const random = randomCount(pattern);
  if (!codePattern.test(pattern) || random < randomMin) {
    const message = `\`${pattern.slice(0, 60)}\` is no pattern. Write 6 to 40 capitals, digits and dashes with at least ${randomMin} \`#\`, such as \`GIFT-########\`.`;
    return { ok: false, message };
  }
  if (codeAlphabet.length ** random < count * guessFactor)
    return { ok: false, message: 'Such codes could be guessed. Write more `#` into the pattern.' };
  const codes = new Set<string>();
  for (let n = 0; codes.size < count; n += 1)
    codes.add(codeFor({ pattern, seed: JSON.stringify([seed, n]) }));
  return { ok: true, codes: [...codes] };
};
