import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { compareFiles } from './compare-files.ts';

test('who changed a file follows from what both sides began from', () => {
  const base = { kept: '1', mine: '1', theirs: '1', both: '1', alike: '1', gone: '1', goneThere: '1' };
  const published = { kept: '1', mine: '1', theirs: '2', both: '2', alike: '2', gone: '1', added: '1' };
  const folder = { kept: '1', mine: '2', theirs: '1', both: '3', alike: '2', goneThere: '1', own: '1' };
  const found = compareFiles({ base, published, folder });
  expect(Object.fromEntries(found.map(({ path, standing }) => [path, standing]))).toEqual({
    kept: 'same',
    mine: 'ahead',
    theirs: 'behind',
    both: 'both',
    alike: 'same',
    gone: 'ahead',
    goneThere: 'behind',
    added: 'behind',
    own: 'ahead',
  });
});

test('a folder that says what is published is behind nothing, and one that began there neither', () => {
  const hashes = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), fc.constantFrom('1', '2', '3'));
  fc.assert(
    fc.property(hashes, hashes, (one, other) => {
      const standings = (input: Parameters<typeof compareFiles>[0]) =>
        compareFiles(input).map(({ standing }) => standing);
      expect(standings({ base: other, published: one, folder: one }).filter((one) => one !== 'same')).toEqual(
        [],
      );
      const begun = standings({ base: one, published: one, folder: other });
      expect(begun.filter((standing) => standing !== 'same' && standing !== 'ahead')).toEqual([]);
    }),
  );
});
