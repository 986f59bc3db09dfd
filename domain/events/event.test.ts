import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { reachOf, toEventFact } from './event.ts';

const hour = 3_600_000;
const received = Date.parse('2026-06-01T08:00:00Z');
const reach = (age: number, backfill = false) =>
  reachOf({ timestamp: received - age, receivedAt: received, backfill });

describe('what an event may still do', () => {
  test('fires up to 72 hours after it happened and up to 24 hours ahead, to the millisecond', () => {
    expect(reach(0)).toBe('fires');
    expect(reach(72 * hour)).toBe('fires');
    expect(reach(72 * hour + 1)).toBe('records');
    expect(reach(-24 * hour)).toBe('fires');
    expect(reach(-24 * hour - 1)).toBe('quarantined');
  });

  test('one that is filled in from history never fires, and one from far ahead is set aside all the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: -90 * 24 * hour, max: 900 * 24 * hour }), (age) => {
        expect(reach(age, true)).toBe(age < -24 * hour ? 'quarantined' : 'records');
      }),
    );
  });
});

test('rules and journeys see an event with its instants as text', () => {
  const fact = toEventFact({
    id: 'server:e1',
    messageId: 'e1',
    type: 'track',
    name: 'Order Completed',
    externalIds: [{ kind: 'email', value: 'a@b.c' }],
    properties: { order_id: 7 },
    traits: {},
    context: {},
    timestamp: received - 5,
    receivedAt: received,
    source: 'api',
    trust: 'server',
    backfill: false,
    tenant: 'shop',
    userId: '42',
  });
  expect(fact).toEqual({
    id: 'server:e1',
    messageId: 'e1',
    event: 'Order Completed',
    type: 'track',
    properties: { order_id: 7 },
    traits: {},
    context: {},
    timestamp: '2026-06-01T07:59:59.995Z',
    receivedAt: '2026-06-01T08:00:00.000Z',
  });
});
