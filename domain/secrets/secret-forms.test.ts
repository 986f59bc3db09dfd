import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCover, passwordsIn, secretValues } from './secret-forms.ts';

const mark = '[secret]';
const coverOf = (...values: string[]) => createCover({ values, mark, shortest: 6 });

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** How programs pass a secret on. */
const ways: readonly (readonly [string, (secret: string, around: string) => string])[] = [
  ['as it is', (secret, around) => `${around}${secret}${around}`],
  ['in an address', (secret) => `https://a.example/?key=${encodeURIComponent(secret)}&x=1`],
  ['in a form', (secret) => new URLSearchParams({ key: secret, x: '1' }).toString()],
  ['in JSON', (secret, around) => JSON.stringify({ [around]: secret })],
  ['in JSON within JSON', (secret) => JSON.stringify({ body: JSON.stringify({ secret }) })],
  ['as the password of basic authentication', (secret, around) => `Basic ${base64(`${around}:${secret}`)}`],
  ['as the name of basic authentication', (secret) => `Basic ${base64(`${secret}:`)}`],
  ['in base64 for addresses', (secret, around) => Buffer.from(around + secret).toString('base64url')],
  ['in hex', (secret) => Buffer.from(secret).toString('hex')],
];

/** Whether a text still tells a secret: plain, or after what somebody would undo first. */
const tells = (text: string, secret: string): boolean => {
  const words = text.split(/[^\w+/=-]+/);
  const undone = words.map((word) => Buffer.from(word, 'base64').toString('utf8'));
  return [text, ...undone].some((one) => one.includes(secret));
};

const secrets = fc
  .string({ minLength: 8, maxLength: 40, unit: 'grapheme-ascii' })
  .filter((one) => one.trim() === one);

test.each(ways)('no secret is told %s', (_way, write) => {
  fc.assert(
    fc.property(
      secrets,
      fc.string({ maxLength: 5, unit: fc.constantFrom('a', 'b', '1') }),
      (secret, around) => {
        const text = write(secret, around);
        const covered = coverOf(secret)(text);
        expect(covered).toContain(mark);
        expect(tells(covered, secret)).toBe(false);
      },
    ),
  );
});

test('the password of an address is a secret, for any number of hosts, as it is written and as it is meant', () => {
  expect(passwordsIn('mongodb://u:p%40ss-word@one:27017,two:27018/db?w=1')).toEqual([
    'p%40ss-word',
    'p@ss-word',
  ]);
  expect(passwordsIn('smtps://user@a.example:pass@word@mail.example')).toEqual(['pass@word']);
  expect(passwordsIn('smtp://mail.example:25')).toEqual([]);
  expect(passwordsIn('mongodb://one:27017,two:27018')).toEqual([]);
});

test('of the address of a server the host stays readable', () => {
  const uri = 'mongodb://app:hunter-22222@db.example/?tlsCertificateKeyFilePassword=more-secret';
  expect(coverOf(...secretValues(uri))(`cannot reach ${uri}`)).toBe(
    `cannot reach mongodb://app:${mark}@db.example/?tlsCertificateKeyFilePassword=${mark}`,
  );
  expect(secretValues('smtp://127.0.0.1:25')).toEqual([]);
  expect(secretValues('https://hooks.example/T0/B0/abc')).toEqual(['https://hooks.example/T0/B0/abc']);
});

test('words that are short stay, and so does a text without secrets', () => {
  expect(coverOf('dev')('the dev server')).toBe('the dev server');
  expect(coverOf()('anything')).toBe('anything');
});
