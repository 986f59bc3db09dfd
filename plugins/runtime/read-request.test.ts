import { assert, json, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRequest } from './read-request.ts';

const read = (body: string | Uint8Array) =>
  readRequest({
    request: {
      method: 'POST',
      path: '/',
      query: {},
      headers: {},
      rawBody: typeof body === 'string' ? new TextEncoder().encode(body) : body,
    },
    body: 'json',
  });

describe('the body of a request', () => {
  test('reads any JSON as JSON.parse does', () => {
    const plain = json().filter((text) => !/__proto__|constructor|\d{16}/.test(text));
    const same = property(plain, (text) => {
      expect(read(text).json ?? null).toEqual(JSON.parse(text));
    });
    expect(() => assert(same)).not.toThrow();
  });

  test.each([
    ['{"id": 820982911946154508}', { id: '820982911946154508' }],
    ['{"id":-820982911946154508}', { id: '-820982911946154508' }],
    ['[9007199254740991, 9007199254740993]', [9_007_199_254_740_991, '9007199254740993']],
    ['{"price": 1234567890123456.5}', { price: 1_234_567_890_123_456.5 }],
    ['{"e": 1234567890123456e2}', { e: 123_456_789_012_345_600 }],
    ['{"text": "id 820982911946154508"}', { text: 'id 820982911946154508' }],
    ['{"text": "\\" 820982911946154508"}', { text: '" 820982911946154508' }],
    ['{"820982911946154508": 1}', { '820982911946154508': 1 }],
  ])('keeps integers that a number cannot hold: %s', (text, value) => {
    expect(read(text).json).toEqual(value);
  });

  test.each(['', '{', '{"__proto__": 1}', '{"constructor": {"prototype": 1}}', '"', '{"a": "\\"', '1.2.3'])(
    '%j is no JSON',
    (text) => {
      expect(read(text).json).toBeUndefined();
    },
  );

  test('that is not UTF-8 is no text and no JSON', () => {
    const request = read(Uint8Array.from([0x22, 0xff, 0x22]));
    expect(request.text).toBe('');
    expect(request.json).toBeUndefined();
  });

  test('is not parsed unless asked for JSON', () => {
    const request = { ...read('{}'), rawBody: new TextEncoder().encode('{}') };
    expect(readRequest({ request, body: 'text' }).json).toBeUndefined();
  });
});
