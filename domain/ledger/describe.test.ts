import { describe, expect, it } from 'vitest';
import { describeEvent } from './describe-event.ts';
import { describeMessage } from './describe-message.ts';

const track = {
  type: 'track',
  name: 'Order Completed',
  traits: {},
  source: 'shopify',
  trust: 'webhook',
  backfill: false,
} as const;

describe('an event in a line', () => {
  it('says what was bought, for how much, under which number, and who told us', () => {
    const properties = {
      order_id: '1001',
      revenue: 49.9,
      currency: 'EUR',
      products: [{ name: 'Tent' }, { title: 'Lamp' }, 'odd'],
    };
    expect(describeEvent({ event: { ...track, properties } })).toBe(
      'Order Completed: Tent, Lamp, 49.9 EUR, #1001 (shopify).',
    );
  });

  it('names the traits of an identify call and never their values', () => {
    const event = {
      ...track,
      type: 'identify',
      name: 'identify',
      source: 'api',
      trust: 'server',
      properties: {},
      traits: { email: 'a@b.c' },
    } as const;
    expect(describeEvent({ event })).toBe('Told us about themselves: email.');
  });

  it('says when it was a machine, and when it is history', () => {
    const event = {
      ...track,
      name: 'Email Opened',
      source: 'ciclo',
      trust: 'engine',
      backfill: true,
      properties: { machine: true },
    };
    expect(describeEvent({ event })).toBe('Email Opened (by a machine, not a person; only recorded).');
    expect(describeEvent({ event, locale: 'es' })).toContain('por una máquina');
  });

  it('is a line also for an event that says nothing', () => {
    expect(describeEvent({ event: { ...track, properties: {} } })).toBe('Order Completed (shopify).');
  });
});

describe('a message in a line', () => {
  const message = { channel: 'email', subject: 'Your cart', status: 'accepted' } as const;

  it('says how far it came and what was done with it', () => {
    expect(describeMessage({ message: { ...message, openedAt: 1, clickedAt: 2 } })).toBe(
      'email: “Your cart” was handed over; opened, clicked.',
    );
    expect(
      describeMessage({ message: { ...message, status: 'rejected', reason: 'no-address' }, locale: 'es' }),
    ).toBe('email: «Your cart» fue rechazado definitivamente (no hay dirección para contactar).');
  });
});
