import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalLocale, isRightToLeft, localeChain, localePattern, pickLocale } from './locales.ts';

test('a regional locale falls back to its language, then to the default', () => {
  expect(localeChain({ preferred: ['es-AR'], fallback: 'en' })).toEqual(['es-AR', 'es', 'en']);
  expect(localeChain({ preferred: ['zh_hant_tw'], fallback: 'en-GB' })).toEqual([
    'zh-Hant-TW',
    'zh-Hant',
    'zh',
    'en-GB',
    'en',
  ]);
});

test('what names no locale is left out', () => {
  expect(localeChain({ preferred: [undefined, '', 'no such thing', '../es'], fallback: 'en' })).toEqual([
    'en',
  ]);
});

test('any text makes a chain of canonical names that ends with the default', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (preferred) => {
      const chain = localeChain({ preferred, fallback: 'en' });
      expect(chain).toContain('en');
      for (const name of chain) expect(canonicalLocale(name)).toBe(name);
    }),
  );
});

test('the first locale of the chain that exists is picked, else the default', () => {
  const available = ['en', 'es'];
  expect(pickLocale({ chain: ['es-AR', 'es', 'en'], available, defaultLocale: 'en' })).toBe('es');
  expect(pickLocale({ chain: ['fr'], available, defaultLocale: 'en' })).toBe('en');
});

test('locale names in files are canonical ones', () => {
  for (const name of ['en', 'es-AR', 'zh-Hant-TW', 'es-419']) expect(name).toMatch(localePattern);
  for (const name of ['EN', 'es_AR', 'es-ar', 'english', '__proto__'])
    expect(name).not.toMatch(localePattern);
});

test('right-to-left languages are known', () => {
  expect(isRightToLeft('ar-EG')).toBe(true);
  expect(isRightToLeft('es')).toBe(false);
});
