import { couponInput, couponOutput } from '../commerce.ts';
import {
  anySame,
  definePlugin,
  hmacSha256,
  type ReadRequest,
  refused,
  type Verdict,
  verified,
} from '../contract.ts';
import { callStripe, config } from './api.ts';
import { createCoupon } from './coupon.ts';
import { envelope } from './event.ts';
import { endpoints } from './endpoints.ts';
import { topics } from './topics.ts';

const TOLERANCE_S = 300;

/** The parts of `t=...,v1=...,v1=...`; several `v1` while a secret is rotated. */
const partsOf = (header: string) => {
  const parts = header.split(',').map((part) => part.trim().split('=', 2));
  const values = (name: string) => parts.flatMap(([key, value = '']) => (key === name ? [value] : []));
  return { time: values('t')[0] ?? '', sent: values('v1').slice(0, 20) };
};

const verify = (input: { secrets: readonly string[]; request: ReadRequest; now: number }): Verdict => {
  const { time, sent } = partsOf(input.request.headers['stripe-signature'] ?? '');
  if (time === '' || sent.length === 0) {
    return refused('missing-signature', 'The header Stripe-Signature with t and v1 is needed.');
  }
  if (input.secrets.length === 0) return refused('wrong-source', 'No secret is configured for this webhook.');
  const expected = input.secrets.map((key) =>
    hmacSha256({ key, data: [`${time}.`, input.request.rawBody], encoding: 'hex' }),
  );
  if (!anySame({ sent, expected })) return refused('bad-signature', 'The signature does not match the body.');
  const age = Math.floor(input.now / 1_000) - Number(time);
  return /^\d{1,12}$/.test(time) && Math.abs(age) <= TOLERANCE_S
    ? verified
    : refused('stale', 'The signature is more than five minutes away from now.');
};

const idOf = (request: ReadRequest): string => envelope.safeParse(request.json).data?.id ?? '';

/** Stripe: payments, refunds, disputes, invoices, subscriptions, checkouts, and coupons made there. */
export const stripePlugin = definePlugin({
  id: 'stripe',
  version: '1.0.0',
  name: 'Stripe',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['api.stripe.com'],
  keptSecrets: ['webhookSecrets'],
  actions: (action) => ({
    'create-coupon': action({
      title: 'Make a coupon and its code',
      input: couponInput,
      output: couponOutput,
      effect: 'write',
      // A code that works is there once.
      idempotency: 'natural-key',
      // A quarter of what a live account may do.
      limits: () => [{ scope: 'api', rate: 25, perMs: 1_000 }],
      run: createCoupon,
    }),
  }),
  webhooks: {
    main: {
      title: 'Stripe events',
      verification: { by: 'signature' },
      maxBytes: 1_000_000,
      verify: (ctx, request) => verify({ secrets: ctx.config.webhookSecrets ?? [], request, now: ctx.now }),
      dedupeKey: idOf,
      topic: (request) => envelope.safeParse(request.json).data?.type ?? '',
      normalise: ({ config: { orders } }, request) => {
        const event = envelope.parse(request.json);
        const { account, type, livemode, created } = event;
        return (
          topics.get(type)?.({
            id: event.id,
            object: event.data.object,
            before: event.data.previous_attributes ?? {},
            from: { source: 'stripe', shop: account, topic: type },
            at: new Date(created * 1_000).toISOString(),
            test: livemode === false,
            hasOrders: orders,
          }) ?? []
        );
      },
    },
  },
  subscriptions: { main: endpoints },
  health: async (ctx) => {
    if (ctx.config.apiKey === undefined) return { ok: true };
    const answer = await callStripe(ctx, { path: '/v1/promotion_codes?limit=1' });
    return answer.status === 200 ? { ok: true } : { ok: false, message: `Stripe answered ${answer.status}.` };
  },
});
