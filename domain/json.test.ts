import { describe, expect, it } from 'vitest';

import { isJson } from './json.ts';

describe('a value is JSON', () => {
  it.each([null, true, 0, -1.5, '', 'text', [], {}, [1, ['a', { b: null }]], { a: { b: [{}] } }])(
    'when it is %j',
    (value) => expect(isJson(value)).toBe(true),
  );

  it.each([
    undefined,
    NaN,
    Infinity,
    1n,
    () => 1,
    Symbol('a'),
    [undefined],
    { a: { b: undefined } },
    [[NaN]],
  ])('not when JSON cannot hold it: %s', (value) => expect(isJson(value)).toBe(false));
});
