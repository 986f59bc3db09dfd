import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { decodeText } from './decode-text.ts';

const wide = (text: string, isBig: boolean): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};
const decode = (bytes: Uint8Array, orLatin = true) => decodeText({ bytes, orLatin });

test.each([
  ['UTF-8', Buffer.from('email\nñ@example.com'), 'utf-8'],
  ['UTF-8 with a mark', Buffer.from('\uFEFFemail\nñ@example.com'), 'utf-8'],
  ['UTF-16 with a mark', wide('\uFEFFemail\nñ@example.com', false), 'utf-16le'],
  ['UTF-16, most significant byte first', wide('\uFEFFemail\nñ@example.com', true), 'utf-16be'],
  ['UTF-16 without a mark', wide('email\nñ@example.com', false), 'utf-16le'],
  ['UTF-16 without a mark, most significant byte first', wide('email\nñ@example.com', true), 'utf-16be'],
  ['Windows-1252', Buffer.from('email\n\u00f1@example.com', 'latin1'), 'windows-1252'],
])('reads %s', (_what, bytes, encoding) => {
  expect(decode(bytes)).toEqual({ ok: true, text: 'email\nñ@example.com', encoding });
});

test('where only UTF-8 is expected the first byte that is none is told by its place', () => {
  const bytes = Buffer.concat([
    Buffer.from('{\n  "a": "ñ\uFFFD", "b": "'),
    Buffer.from([0xf1]),
    Buffer.from('"\n}'),
  ]);
  expect(decode(bytes, false)).toEqual({ ok: false, line: 2, column: 20 });
});

test('any text comes back as it was written, in every encoding that holds it', () => {
  const texts = fc
    .string({ unit: 'binary' })
    .filter((text) => !text.startsWith('\uFEFF') && !text.includes('\0'));
  fc.assert(
    fc.property(texts, fc.boolean(), (text, isBig) => {
      expect(decode(Buffer.from(text))).toMatchObject({ text });
      expect(decode(wide(`\uFEFF${text}`, isBig))).toMatchObject({ text });
    }),
  );
});

test('Windows-1252 has the euro sign and curved quotes, which ISO-8859-1 has not', () => {
  const bytes = Buffer.concat([Buffer.from('price\n\u00f1 '), Buffer.from([0x80, 0x93, 0x94, 0x99, 0xf1])]);
  const read = decode(bytes);
  expect(read).toMatchObject({ ok: true, encoding: 'windows-1252' });
  expect(read.ok && read.text.endsWith('€“”™ñ')).toBe(true);
});
