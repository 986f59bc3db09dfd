import { expect, it } from 'vitest';

import type { StoredEvent } from './event.ts';
import { settledTime } from './owed.ts';

const hour = 3_600_000;
const event = (name: string, timestamp: number): StoredEvent => ({
  id: 'server:1',
  messageId: '1',
  tenant: 't',
  type: 'track',
  name,
  externalIds: [],
  properties: {},
  traits: {},
  context: {},
  timestamp,
  receivedAt: 100 * hour,
  source: 'api',
  trust: 'server',
  backfill: false,
});

it.each(['Unsubscribed', 'Consent Withdrawn', 'Privacy Erase Requested', 'Email Bounced', 'Order Cancelled'])(
  '%s that is dated far ahead is dated when it arrived, so that it is done',
  (name) => {
    expect(settledTime(event(name, 200 * hour)).timestamp).toBe(100 * hour);
    expect(settledTime(event(name, 101 * hour)).timestamp).toBe(101 * hour);
    expect(settledTime(event(name, 1 * hour)).timestamp).toBe(1 * hour);
  },
);

it.each(['Consent Granted', 'Order Completed', 'Product Viewed'])(
  '%s that is dated far ahead stays so',
  (name) => {
    expect(settledTime(event(name, 200 * hour)).timestamp).toBe(200 * hour);
  },
);
