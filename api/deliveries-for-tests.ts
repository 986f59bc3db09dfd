import type { Deliveries, DeliveryDetail } from '../engine/webhooks/delivery-reads-port.ts';

const at = Date.parse('2026-03-05T00:00:00.000Z');

/** Inbound requests of `shop`: one that is given up, one that is tried again, and one that was read. */
export const deliveriesOfShop: readonly DeliveryDetail[] = [
  {
    id: 'd1',
    instance: 'store',
    webhook: 'main',
    topic: 'orders/create',
    receivedAt: at,
    state: 'dead',
    attempts: 8,
    error: 'unreadable-payload: There is no id.',
    request: {
      method: 'POST',
      contentType: 'application/json',
      body: new TextEncoder().encode('{"email":"ana@example.com"}'),
    },
  },
  {
    id: 'd2',
    instance: 'store',
    webhook: 'main',
    receivedAt: at + 1,
    state: 'failing',
    attempts: 2,
    nextTryAt: at + 60_000,
    error: 'unreadable-payload: There is no id.',
    request: { method: 'POST', body: new Uint8Array([0xff, 0xfe]) },
  },
  {
    id: 'd3',
    instance: 'other',
    webhook: 'main',
    receivedAt: at + 2,
    state: 'done',
    attempts: 0,
    request: { method: 'POST', body: new Uint8Array() },
  },
];

const stuckWhere = (input: { tenant: string; state: string; instance?: string }): number =>
  input.tenant === 'shop'
    ? deliveriesOfShop.filter(
        ({ state, instance }) =>
          state === input.state && (input.instance === undefined || input.instance === instance),
      ).length
    : 0;

/** The deliveries of the tests. */
export const deliveries: Deliveries = {
  list: async ({ tenant, state, instance, after, limit }) =>
    tenant === 'shop'
      ? deliveriesOfShop
          .filter((one) => state === undefined || one.state === state)
          .filter((one) => instance === undefined || one.instance === instance)
          .toReversed()
          .filter((one) => after === undefined || one.receivedAt < after.at)
          .slice(0, limit)
      : [],
  get: async ({ tenant, id }) =>
    tenant === 'shop' ? deliveriesOfShop.find((one) => one.id === id) : undefined,
  retry: async ({ tenant, id }) => {
    const found = tenant === 'shop' ? deliveriesOfShop.find((one) => one.id === id) : undefined;
    if (found === undefined) return 'not-found';
    return found.state === 'dead' || found.state === 'failing' ? 'requeued' : 'not-stuck';
  },
  retryAll: async ({ limit, ...which }) => Math.min(limit, stuckWhere(which)),
};
