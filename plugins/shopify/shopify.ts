import { createHash } from 'node:crypto';
import { couponInput, couponOutput } from '../commerce.ts';
import {
  anySame,
  definePlugin,
  hmacSha256,
  type ReadRequest,
  readSaidTime,
  refused,
  type Verdict,
  verified,
} from '../contract.ts';
import { subscriptions } from './admin/subscriptions.ts';
import { addressOf, config, type ShopifyConfig } from './api.ts';
import { createCoupon, findCoupon } from './coupon.ts';
import { topics } from './topics.ts';

/** Shopify's newer events leave the `X-` away. */
const header = (request: ReadRequest, name: string): string =>
  request.headers[`x-shopify-${name}`] ?? request.headers[`shopify-${name}`] ?? '';

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Shopify signs the body, neither the time nor the headers, and retries for hours: an old request is no worse. */
const verify = ({ secrets, shop }: ShopifyConfig, request: ReadRequest): Verdict => {
  const sent = header(request, 'hmac-sha256');
  if (sent === '') return refused('missing-signature', 'The header X-Shopify-Hmac-Sha256 is missing.');
  const expected = secrets.map((key) => hmacSha256({ key, data: request.rawBody, encoding: 'base64' }));
  if (!anySame({ sent: [sent], expected })) {
    return refused('bad-signature', 'The signature does not match the body.');
  }
  if (header(request, 'topic') === '') return refused('malformed', 'The header X-Shopify-Topic is missing.');
  if (shop !== undefined && header(request, 'shop-domain').toLowerCase() !== shop) {
    return refused('wrong-source', 'The request is from another shop.');
  }
  return verified;
};

/**
 * One delivery, also when two subscriptions of ours or Shopify's retries bring it more than once. Its events have
 * ids from the signed body, so a copy under other headers makes no second event either.
 */
const dedupeKey = (request: ReadRequest): string => {
  const shop = header(request, 'shop-domain').toLowerCase();
  const eventId = header(request, 'event-id');
  if (eventId !== '') return `${shop}:${header(request, 'topic')}:${eventId}`;
  const webhookId = header(request, 'webhook-id');
  return `${shop}:${webhookId === '' ? digest(request.rawBody) : webhookId}`;
};

const triggeredAt = (request: ReadRequest, now: number): string =>
  new Date(readSaidTime(header(request, 'triggered-at')) ?? now).toISOString();

/** A Shopify store: carts, checkouts, orders, refunds, customers, consents, products, the three privacy topics, and coupons made there. */
export const shopifyPlugin = definePlugin({
  id: 'shopify',
  version: '1.0.0',
  name: 'Shopify',
  config,
  hosts: (given) => {
    const address = given.token === undefined ? undefined : addressOf(given);
    return address === undefined ? [] : [new URL(address).host];
  },
  ownHosts: ['*.myshopify.com'],
  keptSecrets: ['secrets'],
  actions: (action) => ({
    'create-coupon': action({
      title: 'Make a discount code in the shop',
      input: couponInput,
      output: couponOutput,
      effect: 'write',
      // A code is there once.
      idempotency: 'natural-key',
      run: createCoupon,
    }),
  }),
  health: async (ctx) => {
    if (ctx.config.token === undefined) return { ok: true };
    const found = await findCoupon(ctx, { code: 'ciclo-health', kind: 'free-shipping' });
    return found === 'absent' || found.kind === 'done' || found.kind === 'rejected'
      ? { ok: true }
      : { ok: false, message: found.message };
  },
  subscriptions: { main: subscriptions },
  webhooks: {
    main: {
      title: 'Shopify webhooks',
      verification: { by: 'signature' },
      maxBytes: 2_000_000,
      verify: (ctx, request) => verify(ctx.config, request),
      dedupeKey,
      topic: (request) => header(request, 'topic'),
      normalise: (ctx, request) => {
        const topic = header(request, 'topic');
        return (
          topics.get(topic)?.({
            topic,
            shop: header(request, 'shop-domain').toLowerCase(),
            json: request.json,
            hash: digest(request.rawBody).slice(0, 16),
            triggeredAt: triggeredAt(request, ctx.now),
            currency: ctx.config.currency,
          }) ?? []
        );
      },
    },
  },
});
