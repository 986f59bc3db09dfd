import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { toAccepted } from './to-accepted.ts';

const receivedAt = Date.parse('2026-03-29T12:00:00.000Z');
const order = {
  type: 'track' as const,
  event: 'Order Completed',
  messageId: 'shop:1',
  userId: 'u1',
  externalIds: [{ kind: 'shopify_order_id', value: '576461413038785752' }],
  properties: { order_id: 'N1', revenue: 10, currency: 'EUR' },
  timestamp: '2026-03-29T10:00:00Z',
};
type Track = Extract<Parameters<typeof toAccepted>[0]['event'], { type: 'track' }>;
const read = (more: Partial<Track> = {}) => {
  const made = toAccepted({ event: { ...order, ...more }, source: 'shop', receivedAt });
  if (!made.ok) throw new Error(made.message);
  return made.event;
};

describe('an event of a plugin', () => {
  test('is accepted as it is, with the trust of a verified webhook', () => {
    expect(read()).toEqual({
      messageId: 'shop:1',
      type: 'track',
      name: 'Order Completed',
      userId: 'u1',
      externalIds: order.externalIds,
      properties: order.properties,
      traits: {},
      context: {},
      timestamp: Date.parse('2026-03-29T10:00:00Z'),
      source: 'shop',
      trust: 'webhook',
      backfill: false,
    });
  });

  test('may have a name that only webhooks may use', () => {
    expect(read({ event: 'Email Bounced' }).name).toBe('Email Bounced');
  });

  test('happened when it arrived, if its time cannot be read, and says so', () => {
    expect(read({ timestamp: 'soon' })).toMatchObject({
      timestamp: receivedAt,
      ignored: [{ path: 'timestamp' }],
    });
    expect(read({ timestamp: null })).toMatchObject({ timestamp: receivedAt });
    expect(read({ timestamp: 1_774_778_400 }).timestamp).toBe(Date.parse('2026-03-29T10:00:00Z'));
  });

  test('keeps what the plugin could not read beside what the engine could not', () => {
    const ignored = [{ path: 'data.email', message: 'is no address' }];
    const { ignored: all = [] } = read({ ignored, properties: { 'a.b': 1 } });
    expect(all.map(({ path }) => path)).toEqual(['data.email', 'properties.a.b']);
  });

  test('may have an order of a wholesaler, with 700 lines', () => {
    const products = Array.from({ length: 700 }, (_, index) => ({
      sku: `SKU-${index}`,
      name: 'x'.repeat(60),
    }));
    expect(read({ properties: { ...order.properties, products } }).properties['products']).toHaveLength(700);
  });

  test('is never lost by a property it can do without', () => {
    const spoilt = fc.dictionary(fc.constantFrom('note', 'a.b', '$c', 'x_id'), fc.anything({ maxDepth: 2 }));
    fc.assert(
      fc.property(spoilt, spoilt, (more, context) => {
        const event = read({ properties: { ...more, ...order.properties }, context });
        expect(event).toMatchObject({ userId: 'u1', properties: order.properties });
      }),
    );
  });
});
