import { describe, expect, test } from 'vitest';
import { failureOf, type HttpAnswer, retryAfterMs } from './http.ts';
import type { Effect } from '../actions/outcome.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const answer = (status: number, headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers,
  bytes: new Uint8Array(),
  text: '',
  json: undefined,
});

describe('Retry-After', () => {
  test.each([
    ['120', 120_000],
    ['0', 0],
    ['1.5', 1_500],
    [' 7 ', 7_000],
    ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['999999999', 86_400_000],
    ['soon', undefined],
    ['-5', undefined],
    ['', undefined],
  ])('%j is %s ms', (value, ms) => {
    expect(retryAfterMs({ headers: { 'retry-after': value }, now })).toBe(ms);
  });

  test('a date counts from the clock of the one who said it', () => {
    const headers = {
      'retry-after': 'Sun, 01 Mar 2026 18:00:10 GMT',
      date: 'Sun, 01 Mar 2026 18:00:00 GMT',
    };
    expect(retryAfterMs({ headers, now })).toBe(10_000);
  });
});

const read: Effect = { effect: 'read' };
const keyed: Effect = { effect: 'write', idempotency: 'native-key' };
const upsert: Effect = { effect: 'write', idempotency: 'natural-key' };
const looked: Effect = { effect: 'write', idempotency: 'check-then-act' };
const none: Effect = { effect: 'write', idempotency: 'none' };

describe('an answer an action cannot use', () => {
  test.each([
    [429, 'retry', 'retry'],
    [425, 'retry', 'retry'],
    [408, 'retry', 'unknown'],
    [500, 'retry', 'unknown'],
    [502, 'retry', 'unknown'],
    [503, 'retry', 'unknown'],
    [504, 'retry', 'unknown'],
    [200, 'retry', 'unknown'],
    [201, 'retry', 'unknown'],
    [301, 'rejected', 'rejected'],
    [400, 'rejected', 'rejected'],
    [401, 'rejected', 'rejected'],
    [403, 'rejected', 'rejected'],
    [404, 'rejected', 'rejected'],
    [409, 'rejected', 'rejected'],
    [410, 'rejected', 'rejected'],
    [418, 'rejected', 'rejected'],
    [422, 'rejected', 'rejected'],
  ])('%i is %s where repeating is safe, else %s', (status, safe, unsafe) => {
    const kindFor = (effect: Effect) => failureOf({ answer: answer(status), effect, now }).kind;
    expect([read, keyed, upsert].map(kindFor)).toEqual([safe, safe, safe]);
    expect([looked, none].map(kindFor)).toEqual([unsafe, unsafe]);
  });

  test('carries the time it was told to wait', () => {
    const told = answer(503, { 'retry-after': '9' });
    expect(failureOf({ answer: told, effect: read, now })).toMatchObject({ kind: 'retry', afterMs: 9_000 });
  });

  test.each([
    [{ sent: false, refused: false }, 'retry', 'retry'],
    [{ sent: true, refused: false }, 'retry', 'unknown'],
    [{ sent: false, refused: true }, 'rejected', 'rejected'],
  ])('no answer, %j, is %s where repeating is safe, else %s', (how, safe, unsafe) => {
    const lost = { ...answer(0), failure: { code: 'x', message: 'x', ...how } };
    expect(failureOf({ answer: lost, effect: keyed, now }).kind).toBe(safe);
    expect(failureOf({ answer: lost, effect: none, now }).kind).toBe(unsafe);
  });
});
