import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { diffLines, hunksOf } from './line-diff.ts';

const sideOf = (lines: ReturnType<typeof diffLines>, side: 'removed' | 'added'): string =>
  lines.flatMap(({ kind, text }) => (kind === 'same' || kind === side ? [text] : [])).join('\n');

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', '{', '}', ''), { maxLength: 30 })
  .map((lines) => lines.join('\n'));

test('both texts can be read from their comparison, whatever they are and however many edits are allowed', () => {
  fc.assert(
    fc.property(text, text, fc.integer({ min: 0, max: 40 }), (before, after, editsMax) => {
      const lines = diffLines({ before, after, editsMax });
      expect([sideOf(lines, 'removed'), sideOf(lines, 'added')]).toEqual([before, after]);
    }),
  );
});

test('as few lines change as are needed', () => {
  const changed = diffLines({ before: 'a\nb\nc\nd\ne', after: 'a\nc\nd\nx\ne' }).filter(
    ({ kind }) => kind !== 'same',
  );
  expect(changed).toEqual([
    { kind: 'removed', text: 'b' },
    { kind: 'added', text: 'x' },
  ]);
});

test('of lines that took the place of others the former come first', () => {
  const kinds = diffLines({ before: 'a\n1\n2\nb', after: 'a\n3\n4\nb' }).map(({ kind }) => kind);
  expect(kinds).toEqual(['same', 'removed', 'removed', 'added', 'added', 'same']);
});

test('hunks hold every change once, at its lines, and little else', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines({ before, after });
      const hunks = hunksOf(lines, 1);
      const changed = (some: typeof lines) => some.filter(({ kind }) => kind !== 'same');
      expect(hunks.flatMap((hunk) => changed(hunk.lines))).toEqual(changed(lines));
      for (const hunk of hunks) {
        const former = sideOf(hunk.lines, 'removed');
        const from = before.split('\n').slice(hunk.before - 1);
        if (hunk.lines.some(({ kind }) => kind !== 'added'))
          expect(`${from.join('\n')}\n`.startsWith(`${former}\n`)).toBe(true);
      }
    }),
  );
  const far = { before: 'a\n1\n2\n3\n4\n5\nb', after: 'A\n1\n2\n3\n4\n5\nB' };
  expect(hunksOf(diffLines(far), 1).map((hunk) => [hunk.before, hunk.after, hunk.lines.length])).toEqual([
    [1, 1, 3],
    [6, 6, 3],
  ]);
});
