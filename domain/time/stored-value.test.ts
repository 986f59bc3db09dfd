import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { toStoredValue } from './stored-value.ts';

test('instants with an offset are stored in UTC at any depth, local times with milliseconds, and nothing else is touched', () => {
  const value = {
    at: '2026-03-29T10:00:00+02:00',
    list: ['2026-03-29', { at: '2026-03-29T08:00Z' }],
    n: 5,
    no: null,
    local: '2026-03-29T10:00',
  };
  expect(toStoredValue(value)).toEqual({
    at: '2026-03-29T08:00:00.000Z',
    list: ['2026-03-29', { at: '2026-03-29T08:00:00.000Z' }],
    n: 5,
    no: null,
    local: '2026-03-29T10:00:00.000',
  });
});

test('what is stored stays as it is when stored again', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const once = toStoredValue(JSON.parse(JSON.stringify(value)));
      expect(toStoredValue(once)).toEqual(once);
    }),
  );
});
