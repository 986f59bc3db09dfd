import { expect, test } from 'vitest';
import { unsubscribeHeaders } from './unsubscribe-headers.ts';

test('the headers are the ones of RFC 8058, the https address first', () => {
  expect(
    unsubscribeHeaders({
      url: 'https://shop.example/u/1abc',
      mailto: { address: 'unsubscribe@shop.example', subject: '1abc, please' },
    }),
  ).toEqual({
    'List-Unsubscribe':
      '<https://shop.example/u/1abc>, <mailto:unsubscribe@shop.example?subject=1abc%2C%20please>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  });
});

test('plain http is refused outside the own machine', () => {
  expect(() => unsubscribeHeaders({ url: 'http://shop.example/u/1abc' })).toThrow(/https/);
  expect(unsubscribeHeaders({ url: 'http://localhost:3000/u/1abc' })['List-Unsubscribe']).toBe(
    '<http://localhost:3000/u/1abc>',
  );
  expect(() => unsubscribeHeaders({ url: 'http://127.0.0.1.evil.example/u/1' })).toThrow(/https/);
});

test.each([
  'https://a.example/u/1\r\nBcc: x@y.example',
  'https://a.example/u/1>,<https://evil.example',
  'nonsense',
])('an address that would break the header is refused: %j', (url) => {
  expect(() => unsubscribeHeaders({ url })).toThrow('https');
});

test('a mailbox that would break the header is refused', () => {
  expect(() =>
    unsubscribeHeaders({
      url: 'https://a.example/u/1',
      mailto: { address: 'a>b@c.example, <x', subject: '' },
    }),
  ).toThrow('plain address');
});
