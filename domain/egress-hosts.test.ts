import { describe, expect, test } from 'vitest';

import { coversEntry, coversPlace, entryOf, placesNamedBy } from './egress-hosts.ts';

describe('an entry of an allow-list', () => {
  test.each([
    ['shop.test', 'shop.test', 443, true],
    ['SHOP.test.', 'shop.test', 80, true],
    ['shop.test:443', 'shop.test', 443, true],
    ['shop.test:443', 'shop.test', 8443, false],
    ['*.shop.test', 'api.shop.test', 443, true],
    ['*.shop.test', 'shop.test', 443, false],
    ['*.shop.test', 'evilshop.test', 443, false],
    ['*.shop.test:443', 'api.shop.test', 80, false],
    ['*', 'any.test', 1, true],
    ['[::1]:25', '::1', 25, true],
    ['::1', '[::1]', 25, true],
    ['hop.test', 'shop.test', 443, false],
    ['', 'shop.test', 443, false],
  ])('%s covers %s at port %d: %s', (entry, host, port, expected) => {
    expect(coversPlace(entry, { host, port })).toBe(expected);
    expect(coversEntry(entry, entryOf({ host, port }))).toBe(expected);
  });

  test.each([
    ['shop.test', 'shop.test', true],
    ['shop.test:443', 'shop.test', false],
    ['*.shop.test', '*.eu.shop.test', true],
    ['*.eu.shop.test', '*.shop.test', false],
    ['shop.test', '*', false],
    ['*.test', '*', false],
    ['*', '*', true],
  ])('%s covers the entry %s: %s', (entry, other, expected) => {
    expect(coversEntry(entry, other)).toBe(expected);
  });
});

test.each([
  ['smtp://user:pw@mail.test', ['mail.test:587']],
  ['smtps://mail.test', ['mail.test:465']],
  ['smtp://mail.test:2525', ['mail.test:2525']],
  ['https://hooks.test/T0/x', ['hooks.test:443']],
  ['smtp://[::1]:25', ['[::1]:25']],
  ['sk_live_123', []],
  ['a:b', []],
])('%s names %j', (text, places) => {
  expect(placesNamedBy(text)).toEqual(places);
});
