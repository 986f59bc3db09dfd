import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { isPlaceholder } from './placeholder.ts';

const ids = [
  'undefined',
  'Undefined',
  'null',
  'NULL',
  ' null ',
  '\u00A0null\u00A0',
  'nu\u200Bll',
  '"null"',
  "'undefined'",
  'nil',
  'None',
  'NaN',
  'N/A',
  'n.a.',
  'unknown',
  '(not set)',
  '<unset>',
  'true',
  'false',
  '0',
  '00000',
  '0.0',
  '-1',
  '-',
  '--',
  '{}',
  '[]',
  '""',
  '[object Object]',
  '[object Promise]',
  'anonymous',
  'Anonymous',
  'guest',
  'GUEST',
  'userId',
  'user_id',
  'distinct_id',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '\u00A0',
  '\u200B',
  '\u3000 \t',
  '{{userId}}',
  '{{ user.id }}',
  '${user.id}',
  '%USER_ID%',
  '*|EMAIL|*',
  '<user_id>',
];

describe('what is no identity', () => {
  test.each(ids)('%j is nobody’s id, of whatever kind', (value) => {
    for (const kind of ['user', 'anon', 'shopify_customer_id', 'email', 'phone']) {
      expect(isPlaceholder({ kind, value }), kind).toBe(true);
    }
  });

  test.each([
    'test@test.com',
    'TEST@Test.com',
    'a@a.com',
    'asdf@asdf.com',
    'test@example.com',
    'user@example.org',
    'email@email.com',
    'none@none.com',
    'noemail@shop.test',
    'no-email@noemail.com',
    'null@null.com',
    'undefined@shop.test',
    'anonymous@anonymous.invalid',
    'anonymous@shop.test',
    'guest@guest.com',
    'name@domain.com',
    '{{email}}@shop.test',
  ])('%s is nobody’s address', (value) => {
    expect(isPlaceholder({ kind: 'email', value })).toBe(true);
  });

  test.each([
    '000000',
    '+10000000000',
    '1111111111',
    '+34 666 666 666 6',
    '123456789',
    '1234567890',
    '112',
    '12345',
  ])('%s is nobody’s number', (value) => {
    expect(isPlaceholder({ kind: 'phone', value })).toBe(true);
  });

  test.each([
    ['user', '1'],
    ['user', '7'],
    ['user', '42'],
    ['user', '10'],
    ['user', '7001'],
    ['user', 'test'],
    ['user', 'ana'],
    ['user', 'none-such'],
    ['user', 'guest-9'],
    ['user', '-12'],
    ['user', 'null-island'],
    ['user', '日本'],
    ['user', 'ñ'],
    ['user', '7b5c1f0e-0000-4000-8000-000000000000'],
    ['anon', 'visitor'],
    ['email', 'ana@example.com'],
    ['email', 'test@shop.test'],
    ['email', 'a@b.c'],
    ['email', 'me@ruiz.es'],
    ['email', 'info@test.de'],
    ['email', 'none@gmail.com'],
    ['phone', '+12025550143'],
    ['phone', '+34600112233'],
    ['phone', '600112'],
  ])('a %s called %s is one', (kind, value) => {
    expect(isPlaceholder({ kind, value })).toBe(false);
  });

  test('blanks, quotes and case around a placeholder make no identity of it', () => {
    const around = fc.stringMatching(/^[ \t\u00A0\u200B"']{0,3}$/);
    fc.assert(
      fc.property(
        fc.constantFrom('undefined', 'null', 'guest', 'None', '0'),
        around,
        around,
        (word, a, b) => {
          expect(isPlaceholder({ kind: 'user', value: `${a}${word}${b}` })).toBe(true);
          expect(isPlaceholder({ kind: 'user', value: `${a}${word.toUpperCase()}${b}` })).toBe(true);
        },
      ),
    );
  });

  test('random ids are ids: UUIDs, numbers from 1, hexadecimal digests', () => {
    const digest = fc.stringMatching(/^[0-9a-f]{32}$/).filter((text) => !/^[0]+$/.test(text));
    fc.assert(
      fc.property(fc.oneof(fc.uuid(), fc.integer({ min: 1 }).map(String), digest), (value) => {
        expect(isPlaceholder({ kind: 'user', value })).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
