import { mongo } from 'mongoose';

import { isObject } from '../../domain/json.ts';
import { movedInTime } from '../../plugins/shopify/fake.ts';
import { shopifyFixture } from '../../plugins/shopify/fixtures.ts';
import { giftFiles, giftSteps } from './gift-files.ts';

/** What nobody but her has; none of it may be left anywhere. */
export const canary = {
  userId: 'canary-user-4711',
  anonymousId: 'canary-anon-0815',
  email: 'canary.ana@leaves.test',
  phone: '+34611999001',
  name: 'Anacanaria',
  street: 'Calle Canario 77',
  note: 'note-of-the-canary',
  customerId: 7299000000777,
  orderId: 5999000001777,
} as const;
export const canaries = Object.values(canary).map(String);

/** Journeys, an offer and a list of people that leave something of her in as many places as there are. */
export const canaryFiles = {
  'journeys/cart.json': {
    key: 'cart',
    name: 'Cart',
    stage: 'retention',
    entry: { on: 'Checkout Started', again: 'always' },
    steps: [
      ...giftSteps,
      { id: 'rest', type: 'wait', for: '30 days' },
      { id: 'again', type: 'send', channel: 'email', message: 'welcome' },
    ],
  },
  ...giftFiles,
  'journeys/updated.json': {
    key: 'updated',
    name: 'Updated',
    stage: 'retention',
    entry: { on: 'Order Updated', again: 'always' },
    steps: [{ id: 'mail', type: 'send', channel: 'email', message: 'order-thanks' }],
  },
  'segments/friends.json': { key: 'friends', name: 'Friends', list: 'friends.csv' },
  'segments/friends.csv': `email\n${canary.email}\nsomebody@else.test\n`,
};

/** Everything a value says, bytes as text, whatever it is wrapped in. */
export const textOf = (value: unknown): string => {
  if (value instanceof mongo.Binary) return Buffer.from(value.value()).toString('utf8');
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return value.map(textOf).join('\n');
  if (isObject(value))
    return Object.entries(value)
      .map(([name, one]) => `${name}: ${textOf(one)}`)
      .join('\n');
  return String(value);
};

/** An order of hers, as the shop tells of it. */
export const canaryOrder = (input: { id: number; at: number }): Record<string, unknown> => {
  const { body } = shopifyFixture('orders/create/ana');
  if (!isObject(body)) throw new Error('the fixture is no order');
  const moved = movedInTime(body, input.at - Date.parse(String(body['created_at'])));
  const customer = isObject(body['customer']) ? body['customer'] : {};
  return {
    ...(isObject(moved) ? moved : {}),
    id: input.id,
    email: canary.email,
    contact_email: canary.email,
    phone: canary.phone,
    note: canary.note,
    buyer_accepts_marketing: false,
    customer: {
      ...customer,
      id: canary.customerId,
      email: canary.email,
      phone: canary.phone,
      first_name: canary.name,
      default_address: {
        first_name: canary.name,
        address1: canary.street,
        city: 'Vigo',
        country_code: 'ES',
      },
    },
  };
};
