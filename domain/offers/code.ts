import { createHash } from 'node:crypto';

/**
 * The characters of generated codes: no vowels and so no words, and nothing that is taken for something else
 * when read aloud or off paper (0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B, U and V).
 */
export const codeAlphabet = '34679CDFGHJKMNPQRTVWXY';

/** At least this many random characters: fewer could be guessed. */
export const randomMin = 6;

/** What a pattern of codes may look like: capitals, digits and dashes, `#` for each random character. */
export const codePattern = /^[A-Z0-9#-]{6,40}$/;

/** How many characters of a pattern are random. */
export const randomCount = (pattern: string): number => pattern.split('#').length - 1;

const usable = 256 - (256 % codeAlphabet.length);

function* charactersOf(seed: string): Generator<string> {
  for (let block = 0; ; block += 1) {
    const bytes = createHash('sha256')
      .update(JSON.stringify([seed, block]))
      .digest();
    // Bytes beyond the last whole multiple would make the first characters likelier.
    for (const byte of bytes) if (byte < usable) yield codeAlphabet.charAt(byte % codeAlphabet.length);
  }
}

/**
 * The code of a pattern for a seed. The same seed always gives the same code, so that an issue that is
 * repeated after a crash gives nobody a second one. Anyone who has the seed has the code: it is a keyed hash, never made
 * of ids alone.
 */
export const codeFor = (input: { pattern: string; seed: string }): string => {
  const characters = charactersOf(input.seed);
  return input.pattern.replaceAll('#', () => characters.next().value ?? '');
};

/** A code as it is compared: people type small letters, spaces and long dashes. */
export const normaliseCode = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll(/\s/g, '')
    .toUpperCase();
