import { z } from 'zod';
import { type ActionContext, type HttpAnswer, secret, secrets } from '../contract.ts';

export const config = z.strictObject({
  /** The signing secret of the webhook endpoint, `whsec_...`; several while rotating. Without it every request is refused. */
  webhookSecrets: secrets().optional(),
  /** A secret or restricted key, for coupons. */
  apiKey: secret().optional(),
  /** Whether payments are the orders of the shop. Leave it out where another connector tells of the orders. */
  orders: z.boolean().default(false),
  /** Another address of the API. */
  url: z.url({ protocol: /^https?$/ }).default('https://api.stripe.com'),
});
export type StripeConfig = z.output<typeof config>;

/** The version of the API that requests are written for. */
const version = '2026-10-28.endive';

/** A call of the API; with a `form` it is a POST with an idempotency key of this step and `key`. */
export const callStripe = (
  ctx: ActionContext<StripeConfig, undefined>,
  call: {
    path: string;
    form?: Readonly<Record<string, string>>;
    key?: string;
    method?: 'DELETE';
  },
): Promise<HttpAnswer> => {
  const { apiKey, url } = ctx.config;
  return ctx.http({
    url: new URL(call.path, url).href,
    headers: {
      authorization: `Bearer ${apiKey ?? ''}`,
      'stripe-version': version,
      ...(call.form === undefined ? {} : { 'idempotency-key': `${ctx.idempotencyKey}:${call.key ?? ''}` }),
    },
    ...(call.method === undefined ? {} : { method: call.method }),
    ...(call.form === undefined ? {} : { form: call.form }),
  });
};
