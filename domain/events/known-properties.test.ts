import { describe, expect, it } from 'vitest';

import type { Json, JsonObject } from '../json.ts';
import type { Ignored } from './ignored.ts';
import { noteProperties } from './known-properties.ts';

const notesOf = (name: string, properties: JsonObject): readonly Ignored[] => {
  const notes: Ignored[] = [];
  noteProperties({ name, properties, notes });
  return notes;
};

describe('an event of an order that spells `order_id` otherwise', () => {
  it('is told that it counts for none, and what to write', () => {
    expect(notesOf('Order Completed', { orderId: 'o4', revenue: 99 })).toEqual([
      {
        path: 'properties.orderId',
        message:
          '`properties.orderId` is not read as the id of the order. Write `order_id`; without it the event counts for no order: no revenue, no points.',
      },
    ]);
    for (const name of ['Order Updated', 'Order Refunded', 'Order Cancelled', 'Order Delivered']) {
      expect(notesOf(name, { 'Order ID': 4 })).toMatchObject([{ path: 'properties.Order ID' }]);
    }
  });

  it.each<Json>(['', null, { id: 'o1' }, true])('also beside an `order_id` that is no id: %j', (order_id) => {
    expect(notesOf('Order Completed', { order_id, orderId: 'o1' })).toHaveLength(1);
  });

  it('and one that says it, by a text or a number, is told nothing', () => {
    expect(notesOf('Order Completed', { order_id: 'o1', orderId: 'other', revenue: '49,90' })).toEqual([]);
    expect(notesOf('Order Completed', { order_id: 5 })).toEqual([]);
    expect(notesOf('Product Viewed', { orderId: 'o1' })).toEqual([]);
  });
});
