import { couponInput, couponOutput, digest } from '../commerce.ts';
import {
  anySame,
  definePlugin,
  hmacSha256,
  type ReadRequest,
  refused,
  type Verdict,
  verified,
} from '../contract.ts';
import { callApi, config, type WooConfig } from './api.ts';
import { createCoupon } from './coupon.ts';
import { lookAtOrders, lookAtProducts } from './look.ts';
import { subscriptions } from './subscriptions.ts';
import { topics } from './topics.ts';

const header = (request: Pick<ReadRequest, 'headers'>, name: string): string =>
  request.headers[`x-wc-webhook-${name}`] ?? '';

/** WooCommerce signs the body, neither a time nor the headers. */
const verify = ({ secrets }: WooConfig, request: ReadRequest): Verdict => {
  const sent = header(request, 'signature');
  if (sent === '') return refused('missing-signature', 'The header X-WC-Webhook-Signature is missing.');
  const expected = secrets.map((key) => hmacSha256({ key, data: request.rawBody, encoding: 'base64' }));
  if (!anySame({ sent: [sent], expected })) {
    return refused('bad-signature', 'The signature does not match the body.');
  }
  return header(request, 'topic') === ''
    ? refused('malformed', 'The header X-WC-Webhook-Topic is missing.')
    : verified;
};

const everyMs = ({ everyMinutes }: WooConfig): number => everyMinutes * 60_000;

/** A shop on WooCommerce: orders, unpaid checkouts, refunds, customers, products, and coupons made there. */
export const woocommercePlugin = definePlugin({
  id: 'woocommerce',
  version: '1.0.0',
  name: 'WooCommerce',
  config,
  hosts: ({ url }) => (url === undefined ? [] : [new URL(url).host]),
  ownHosts: [],
  keptSecrets: ['secrets'],
  actions: (action) => ({
    'create-coupon': action({
      title: 'Make a coupon in the shop',
      input: couponInput,
      output: couponOutput,
      effect: 'write',
      // A code is there once.
      idempotency: 'natural-key',
      run: createCoupon,
    }),
  }),
  webhooks: {
    main: {
      title: 'WooCommerce webhooks',
      verification: { by: 'signature' },
      maxBytes: 2_000_000,
      verify: (ctx, request) => verify(ctx.config, request),
      // A webhook that is made asks with an unsigned form whether anybody is there, and counts on exactly 200.
      handshake: (_ctx, request) =>
        header(request, 'signature') === '' && /^webhook_id=\d{1,20}$/.test(request.text)
          ? { status: 200, body: '' }
          : undefined,
      // The delivery id is of a webhook and a second, so two deliveries can share it: the body tells them apart.
      dedupeKey: (request) => digest([header(request, 'source'), header(request, 'topic'), request.text]),
      topic: (request) => header(request, 'topic'),
      normalise: ({ config: { consentField, currency }, now }, request) => {
        const topic = header(request, 'topic');
        const source = header(request, 'source');
        const found = {
          json: request.json,
          from: {
            source: 'woocommerce',
            topic,
            shop: URL.canParse(source) ? new URL(source).host : undefined,
          },
          at: new Date(now).toISOString(),
          consentField,
          currency,
        };
        return topics.get(topic)?.(found) ?? [];
      },
    },
  },
  subscriptions: { main: subscriptions },
  polls: {
    orders: { title: 'Orders whose webhook was lost', everyMs, run: lookAtOrders },
    products: { title: 'Products that changed', everyMs, run: lookAtProducts },
  },
  health: async (ctx) => {
    const answer = await callApi(ctx, { path: 'orders', query: { per_page: '1' } });
    return answer === undefined || answer.status === 200
      ? { ok: true }
      : { ok: false, message: `The shop answered ${answer.status}.` };
  },
});
