import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { createPathResolver, parsePath, readPath, valueAt } from './path.ts';

test('plain property paths are read', () => {
  expect(parsePath('$')).toEqual([]);
  expect(parsePath('$.traits.plan')).toEqual(['traits', 'plan']);
  expect(parsePath('$.items[0].price')).toEqual(['items', 0, 'price']);
  expect(parsePath('$.traits.año-nuevo_1')).toEqual(['traits', 'año-nuevo_1']);
});

const refused = [
  '',
  'traits.plan',
  '$.',
  '$..plan',
  '$.*',
  '$.items[*]',
  '$.items[-1]',
  '$.items[?(@.price>1)]',
  '$.items[(@.length-1)]',
  "$['plan']",
  '$.a b',
  '$.a.__proto__',
  '$.constructor.name',
  '$.prototype',
  '$.a\n',
  `$${'.a'.repeat(13)}`,
  `$.${'a'.repeat(600)}`,
];

test.each(refused)('"%s" is no plain property path', (path) => {
  expect(parsePath(path)).toBeUndefined();
  expect(readPath({ value: { a: 1 }, path })).toBeUndefined();
  expect(createPathResolver()({ a: 1 }, path)).toBeUndefined();
});

test('only own properties of plain objects and places of lists are found', () => {
  const inherited: unknown = Object.create({ plan: 'pro' });
  expect(valueAt({ value: inherited, parts: ['plan'] })).toBeUndefined();
  expect(readPath({ value: { a: [1, 2] }, path: '$.a.length' })).toBeUndefined();
  expect(readPath({ value: { a: 'text' }, path: '$.a[0]' })).toBeUndefined();
  expect(readPath({ value: { a: { 0: 'x' } }, path: '$.a[0]' })).toBeUndefined();
  expect(readPath({ value: { a: [{ b: null }] }, path: '$.a[0].b' })).toBeNull();
  expect(readPath({ value: { toString: 1 }, path: '$.toString' })).toBe(1);
  expect(readPath({ value: {}, path: '$.toString' })).toBeUndefined();
});

test('no text breaks the reader, nor leads to anything but what the document holds', () => {
  const words = fc.constantFrom(
    'a',
    'b',
    '__proto__',
    'constructor',
    'toString',
    '[0]',
    '[?(1)]',
    '..',
    '@',
    '*',
  );
  const paths = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 6 }).map((parts) => `$.${parts.join('.')}`),
  );
  fc.assert(
    fc.property(fc.jsonValue(), paths, (value, path) => {
      expect(['function', 'symbol']).not.toContain(typeof readPath({ value, path }));
    }),
  );
});
