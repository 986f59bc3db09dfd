import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { protectExpressions } from './protect-expressions.ts';

const expressions = fc.constantFrom(
  '{{profile.id}}',
  '{{fallback a "}}" \'{{\'}}',
  '{{#if (eq a "x")}}',
  '{{~else~}}',
  '{{/if}}',
  '{{{raw}}}',
  '\\{{escaped}}',
  '{{multi\n  line}}',
);
const words = fc.constantFrom('text ', '<a href="', '">', '&amp;', '\n', '{', '}', '"');

test('what is protected comes back as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(expressions, words)), (pieces) => {
      const source = pieces.join('');
      const { text, restore, lostIn } = protectExpressions(source);
      expect(restore(text)).toBe(source);
      expect(lostIn(text)).toEqual([]);
    }),
  );
});

test('comments are left out, lost expressions are told with their place, lines can be found again', () => {
  const source = 'a\n{{!-- {{x}}\n --}}b {{one\n}}\n{{two}} c {{! short }}\nd';
  const { text, lostIn, originalLine } = protectExpressions(source);
  expect(text).toMatch(/^a\nb zqx0zqx\nzqx1zqx c \nd$/);
  expect(lostIn(text.replace('zqx1zqx', ''))).toEqual([
    { expression: '{{two}}', at: source.indexOf('{{two}}') },
  ]);
  expect([1, 3, 4].map(originalLine)).toEqual([1, 5, 6]);
});
