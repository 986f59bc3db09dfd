import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fitsPattern } from './file-import.ts';

describe('a pattern of file names', () => {
  it.each([
    ['customers-1.csv', 'customers-*.csv', true],
    ['customers-.csv', 'customers-*.csv', true],
    ['customers.csv', 'customers-*.csv', false],
    ['a.csv', '*', true],
    ['a.csv', 'a.csv', true],
    ['a.csvx', 'a.csv', false],
    ['ab', 'ab*ab', false],
    ['abab', 'ab*ab', true],
    ['a-b-c.csv', 'a*b*c*', true],
    ['acb', 'a*b*c*', false],
  ])('%s fits %s: %s', (name, pattern, fits) => {
    expect(fitsPattern({ name, pattern })).toBe(fits);
  });

  it('means the same as the regular expression with `.*` in the place of each star', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(letters, patterns, (name, pattern) => {
        const expression = pattern.replaceAll('.', '\\.').replaceAll('*', '.*');
        expect(fitsPattern({ name, pattern })).toBe(new RegExp(`^${expression}$`).test(name));
      }),
    );
  });
});
