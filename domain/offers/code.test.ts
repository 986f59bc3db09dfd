import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { codeAlphabet, codeFor, normaliseCode } from './code.ts';
import { makeCodes } from './make-codes.ts';

const pattern = fc.stringMatching(/^[A-Z]{2,6}-#{6,16}$/);

describe('codes', () => {
  it('gives the same code for the same seed, so that a repeated issue changes nothing', () => {
    fc.assert(
      fc.property(pattern, fc.string(), (pattern, seed) => {
        expect(codeFor({ pattern, seed })).toBe(codeFor({ pattern, seed }));
      }),
    );
  });

  it('keeps the letters of the pattern and replaces each # by a character of the alphabet', () => {
    fc.assert(
      fc.property(pattern, fc.string(), (pattern, seed) => {
        const code = codeFor({ pattern, seed });
        expect(code).toHaveLength(pattern.length);
        for (const [index, character] of Array.from(pattern).entries()) {
          const got = code.charAt(index);
          expect(character === '#' ? codeAlphabet.includes(got) : got === character).toBe(true);
        }
      }),
    );
  });

  it('has no character that is taken for another one, and no vowel', () => {
    for (const bad of '0O1IL5S8B2ZAEU') expect(codeAlphabet).not.toContain(bad);
    expect(new Set(codeAlphabet).size).toBe(codeAlphabet.length);
  });

  it('draws every character about equally often', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 2000; seed += 1) {
      for (const character of codeFor({ pattern: '##########', seed: String(seed) })) {
        counts.set(character, (counts.get(character) ?? 0) + 1);
      }
    }
    const expected = 20_000 / codeAlphabet.length;
    expect(counts.size).toBe(codeAlphabet.length);
    for (const count of counts.values()) expect(Math.abs(count - expected)).toBeLessThan(expected * 0.2);
  });

  it('gives 20,000 seeds different codes', () => {
    const codes = new Set(
      Array.from({ length: 20_000 }, (_item, index) =>
        codeFor({ pattern: 'TEN-########', seed: `run-${index}` }),
      ),
    );
    expect(codes.size).toBe(20_000);
  });

  it('finds a code as people type it', () => {
    expect(normaliseCode(' ten–4k7d 9xqw')).toBe('TEN-4K7D9XQW');
  });
});

describe('codes for a pool', () => {
  it('are all different, of the alphabet, and of a pattern that nobody guesses', () => {
    const made = makeCodes({ pattern: 'GIFT-######', count: 5000, seed: 's' });
    expect(made.ok).toBe(true);
    if (!made.ok) return;
    expect(new Set(made.codes).size).toBe(5000);
    expect(made.codes.every((code) => new RegExp(`^GIFT-[${codeAlphabet}]{6}$`).test(code))).toBe(true);
    expect(makeCodes({ pattern: 'GIFT-###', count: 1, seed: 's' }).ok).toBe(false);
    expect(makeCodes({ pattern: 'GIFT-######', count: 10_000_000, seed: 's' }).ok).toBe(false);
  });
});
