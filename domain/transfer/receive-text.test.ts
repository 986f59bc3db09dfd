import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import type { TextEncoding } from '../documents/decode-text.ts';
import { endText, newText, receiveText } from './receive-text.ts';

const cut = (bytes: Uint8Array, places: readonly number[]): Uint8Array[] => {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].toSorted((a, b) => a - b);
  return [0, ...ends].map((from, index) => bytes.subarray(from, ends[index] ?? bytes.length));
};

const read = (parts: readonly Uint8Array[], said?: TextEncoding) => {
  let state = newText(said);
  let text = '';
  for (const bytes of parts) {
    const received = receiveText({ state, bytes });
    if (!received.ok) return received;
    text += received.text;
    ({ state } = received);
  }
  const rest = endText(state);
  return rest.ok ? { text: text + rest.text, encoding: rest.state.encoding } : rest;
};

const wide = (text: string, isBig: boolean): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};

const letters = fc.string({ unit: fc.constantFrom('a', 'ñ', '€', '😀', '\r', '\n', ',', '"', '漢') });
const places = fc.array(fc.nat(200), { maxLength: 8 });
const settled = (text: string): string => text.replaceAll(/\r\n?/g, '\n');

it('reads a text as it was written, wherever its parts were cut', () => {
  fc.assert(
    fc.property(letters, places, fc.boolean(), (body, cuts, hasMark) => {
      const text = `name;city\n${body}`;
      const mark = hasMark ? '\uFEFF' : '';
      const ways: readonly [TextEncoding, Uint8Array][] = [
        ['utf-8', Buffer.from(mark + text)],
        ['utf-16le', wide(mark + text, false)],
        ['utf-16be', wide(mark + text, true)],
      ];
      for (const [encoding, bytes] of ways) {
        expect(read(cut(bytes, cuts))).toEqual({ text: settled(text), encoding });
        expect(read(cut(bytes, cuts), encoding)).toEqual({ text: settled(text), encoding });
      }
    }),
  );
});

it('takes what is not UTF-8 for Windows-1252, where only ASCII came before', () => {
  fc.assert(
    fc.property(places, (cuts) => {
      const bytes = Buffer.from('name;city\r\nPe\u00f1a;M\u00e1laga\r\n', 'latin1');
      expect(read(cut(bytes, cuts))).toEqual({
        text: 'name;city\nPeña;Málaga\n',
        encoding: 'windows-1252',
      });
    }),
  );
  expect(read([Buffer.from([0x61, 0x62, 0x63, 0x64, 0x80])])).toEqual({
    text: 'abcd€',
    encoding: 'windows-1252',
  });
});

it('refuses what changes its encoding on the way, and what breaks off inside a character', () => {
  expect(read([Buffer.from('año,señor'), Buffer.from([0xf1, 0x6f, 0x21])])).toEqual({
    ok: false,
    encoding: 'utf-8',
  });
  expect(read([Buffer.from('señores'), Buffer.from([0xc3])])).toEqual({ ok: false, encoding: 'utf-8' });
});

it('reads texts of fewer than four bytes', () => {
  for (const text of ['', 'a', 'é', '€', 'a\r', '\uFEFF'])
    expect(read([Buffer.from(text)])).toMatchObject({ text: settled(text).replace(/^\uFEFF/, '') });
});
