import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { headerText } from './header-text.ts';

test('no text can start a second header', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
      const safe = headerText(text);
      expect(safe).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      expect(safe.length).toBeLessThanOrEqual(500);
      expect(headerText(safe)).toBe(safe);
    }),
  );
});

test('line ends become blanks and ordinary text stays', () => {
  expect(headerText('Your order\r\nBcc: all@example.com\0')).toBe('Your order Bcc: all@example.com');
  expect(headerText('¡Hola, Ána! 🎉 «10 %»')).toBe('¡Hola, Ána! 🎉 «10 %»');
});

test('an emoji is never cut in half', () => {
  expect(headerText('🎉'.repeat(400))).toBe(`${'🎉'.repeat(249)}…`);
});
