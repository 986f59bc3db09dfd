import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { formatPath, parsePath } from './path.ts';

it('reads back every path it writes', () => {
  const part = fc.oneof(
    fc.nat(),
    fc.string({ minLength: 1 }),
    fc.string({ unit: fc.constantFrom(...Array.from('a.[]"\\ -')) }),
  );
  fc.assert(
    fc.property(fc.array(part), (path) => {
      expect(parsePath(formatPath(path))).toEqual(path);
    }),
  );
});

it('writes paths as people do', () => {
  expect(formatPath(['steps', 2, 'cases', 0, 'when'])).toBe('steps[2].cases[0].when');
  expect(formatPath(['set', 'first name'])).toBe('set["first name"]');
});
