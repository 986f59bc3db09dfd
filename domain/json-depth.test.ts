import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { isTooDeep, jsonDepthMax } from './json-depth.ts';

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

it('knows a text that nests deeper than allowed', () => {
  expect(isTooDeep(nested(jsonDepthMax))).toBe(false);
  expect(isTooDeep(nested(jsonDepthMax + 1))).toBe(true);
  expect(isTooDeep('{"a":'.repeat(jsonDepthMax + 1))).toBe(true);
});

it('counts no bracket within a string', () => {
  expect(isTooDeep(JSON.stringify('['.repeat(500)))).toBe(false);
  expect(isTooDeep(`["\\"${'['.repeat(500)}"]`)).toBe(false);
  expect(isTooDeep(`["\\\\",${nested(500)}]`)).toBe(true);
});

it('refuses no value that any sender of ours makes', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 20 }), (text) => {
      expect(isTooDeep(text)).toBe(false);
    }),
  );
});
