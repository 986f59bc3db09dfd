import { describe, expect, test } from 'vitest';

import type { EventFact } from '../../events/event.ts';
import { matchesRun, textAt } from './match-event.ts';
import { eventListeners } from '../definition.ts';
import { journeyOf } from '../play-for-tests.ts';

const event = (properties: EventFact['properties']): EventFact => ({
  messageId: 'e1',
  event: 'Order Completed',
  type: 'track',
  properties,
  traits: {},
  context: {},
  timestamp: '2026-06-01T08:00:00.000Z',
  receivedAt: '2026-06-01T08:00:00.000Z',
});

/** The `match` of an exit as a user writes it. */
const matchOf = (match: unknown) => {
  const journey = journeyOf({
    exit: [{ on: 'Order Completed', match }],
    steps: [{ id: 'remind', type: 'send', channel: 'email', message: 'hello' }],
  });
  return eventListeners(journey)[0]?.match;
};

const run = { entryKey: 'cart-1', entry: event({ cart: 'cart-1', order: 7 }), steps: {} };

describe('an event is about the run', () => {
  test('always, when nothing ties them', () => {
    expect(matchesRun({ ...run, match: undefined, event: event({}) })).toBe(true);
  });

  test('by a path that holds the entry key, as text or number', () => {
    const match = matchOf('$.properties.cart');
    expect(matchesRun({ ...run, match, event: event({ cart: 'cart-1' }) })).toBe(true);
    expect(matchesRun({ ...run, match, event: event({ cart: 'cart-2' }) })).toBe(false);
    expect(matchesRun({ ...run, match, event: event({}) })).toBe(false);
    expect(matchesRun({ ...run, entryKey: '42', match, event: event({ cart: 42 }) })).toBe(true);
  });

  test('by what a step gave, such as the code of the coupon it issued', () => {
    const match = matchOf({ event: '$.properties.coupon', steps: '$.gift.code' });
    const given = { ...run, steps: { gift: { code: 'TEN-1' } } };
    expect(matchesRun({ ...given, match, event: event({ coupon: 'TEN-1' }) })).toBe(true);
    expect(matchesRun({ ...given, match, event: event({ coupon: 'TEN-2' }) })).toBe(false);
    expect(matchesRun({ ...given, match, event: event({}) })).toBe(false);
    expect(matchesRun({ ...run, match, event: event({}) }), 'the step has not run').toBe(false);
  });

  test('never by a key the run does not have', () => {
    const match = matchOf('$.properties.cart');
    expect(matchesRun({ ...run, entryKey: '', match, event: event({ cart: '' }) })).toBe(false);
    expect(matchesRun({ ...run, entryKey: '', match, event: event({}) })).toBe(false);
  });

  test('by two paths that say the same, and never by two that say nothing', () => {
    const match = matchOf({ event: '$.properties.order_id', entry: '$.properties.order' });
    expect(matchesRun({ ...run, match, event: event({ order_id: '7' }) })).toBe(true);
    expect(matchesRun({ ...run, match, event: event({ order_id: 8 }) })).toBe(false);
    expect(matchesRun({ ...run, match, entry: event({}), event: event({}) })).toBe(false);
    expect(matchesRun({ ...run, match, entry: null, event: event({ order_id: 7 }) })).toBe(false);
  });

  test('by the message of a send step of this run', () => {
    const match = matchOf('remind');
    const steps = { remind: { messageId: 'm1', channel: 'email' } };
    expect(matchesRun({ ...run, match, steps, event: event({ message_id: 'm1' }) })).toBe(true);
    expect(matchesRun({ ...run, match, steps, event: event({ message_id: 'm2' }) })).toBe(false);
    expect(matchesRun({ ...run, match, steps: {}, event: event({}) }), 'nothing was sent').toBe(false);
    const odd = { remind: ['m1'] };
    expect(matchesRun({ ...run, match, steps: odd, event: event({ message_id: 'm1' }) })).toBe(false);
  });
});

test('only plain values serve as ids', () => {
  const value = { a: 'x', b: 1, c: true, d: null, e: {}, f: [1], g: '' };
  const at = (name: string) => textAt({ value, path: `$.${name}` });
  expect(['a', 'b', 'c'].map(at)).toEqual(['x', '1', 'true']);
  expect(['d', 'e', 'f', 'g', 'h'].map(at)).toEqual(Array.from({ length: 5 }));
});
