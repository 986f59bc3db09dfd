import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { guardCell, unguardCell } from './guard-cell.ts';

it.each([
  ['=1+1', "'=1+1"],
  ['+34 600', "'+34 600"],
  ['-cmd', "'-cmd"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ["'=1", "''=1"],
  ['-5', '-5'],
  ['-5.25', '-5.25'],
  ["'quoted'", "'quoted'"],
  ['a=b', 'a=b'],
])('writes %j as %j', (text, cell) => {
  expect(guardCell(text)).toBe(cell);
});

it('gives every text back, and leaves none that a spreadsheet would run', () => {
  const text = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', 'a', '1', '.', ' ') });
  fc.assert(
    fc.property(text, (one) => {
      const cell = guardCell(one);
      expect(unguardCell(cell)).toBe(one);
      expect(/^[=+@\t\r]|^-(?!\d+(?:\.\d+)?$)/.test(cell)).toBe(false);
    }),
  );
});
