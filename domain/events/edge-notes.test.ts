import { describe, expect, it } from 'vitest';

import { accepted, receivedAt, track } from './calls-for-tests.ts';
import { edgeNotes } from './edge-notes.ts';

const order = { ...track, properties: { order_id: 'o1' } };
const notesOf = (call: object, sentAt?: unknown) => {
  const event = accepted(call, { sentAt });
  return edgeNotes({ call, event, sentAt, receivedAt });
};

describe('a time without a zone', () => {
  it.each([
    '2026-03-28 23:00',
    '2026-03-28T23:00:00',
    '2026-03-28T23:00:00.123',
    '2026-03-28',
    ' 2026-03-28 ',
  ])('%j is said to be read as UTC', (timestamp) => {
    expect(notesOf({ ...order, timestamp })).toEqual([
      {
        path: 'timestamp',
        message:
          '`timestamp` has no zone, and was read as UTC. Write ISO 8601 with a zone, such as 2026-03-29T09:30:00+02:00.',
      },
    ]);
    expect(notesOf({ ...order, originalTimestamp: timestamp })).toMatchObject([
      { path: 'originalTimestamp' },
    ]);
  });

  it.each([
    '2026-03-28T23:00:00Z',
    '2026-03-28T23:00+02:00',
    '2026-03-28 23:00:00 UTC',
    'Sun, 29 Mar 2026 10:00:00 GMT',
    1_774_700_000,
    '1774700000',
    '',
    null,
  ])('%j has one, or needs none', (timestamp) => {
    expect(notesOf({ ...order, timestamp })).toEqual([]);
  });

  it('matters nothing beside a time of sending without one: only their difference counts', () => {
    const timestamp = '2026-03-28 23:00';
    expect(notesOf({ ...order, timestamp, sentAt: '2026-03-28 23:01' })).toEqual([]);
    expect(notesOf({ ...order, timestamp }, '2026-03-28 23:01')).toEqual([]);
    expect(notesOf({ ...order, timestamp, sentAt: '2026-03-28T23:01:00Z' })).toHaveLength(1);
  });
});

describe('a time ahead', () => {
  it('of more than a day is said to be set aside', () => {
    expect(notesOf({ ...order, timestamp: '2026-03-30T12:00:00.001Z' })).toEqual([
      { path: 'timestamp', message: expect.stringContaining('is set aside and starts nothing') },
    ]);
  });

  it('of a day, or by the clock of a client that says when it sent it, is not', () => {
    expect(notesOf({ ...order, timestamp: '2026-03-30T12:00:00Z' })).toEqual([]);
    const call = { ...order, timestamp: '2031-01-01T00:00:00Z', sentAt: '2031-01-01T00:00:01Z' };
    expect(notesOf(call)).toEqual([]);
  });
});

describe('an event of an order without an id', () => {
  it('is said to count for none', () => {
    for (const event of [
      'Order Completed',
      'Order Updated',
      'Order Refunded',
      'Order Cancelled',
      'Order Delivered',
    ])
      expect(notesOf({ ...track, event, properties: { revenue: 5 } })).toEqual([
        {
          path: 'properties.order_id',
          message: expect.stringContaining(`\`${event}\` has no \`order_id\``),
        },
      ]);
  });

  it('and with one, or one that is spelt otherwise and told of already, is not', () => {
    expect(notesOf(order)).toEqual([]);
    expect(notesOf({ ...track, properties: { order_id: 7 } })).toEqual([]);
    expect(notesOf({ ...track, properties: { orderId: 'o1' } })).toEqual([]);
    expect(notesOf({ ...track, event: 'Product Viewed' })).toEqual([]);
  });
});
