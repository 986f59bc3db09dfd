import { z } from 'zod';
import type { ActionContext, HttpAnswer } from '../contract.ts';
import { secret, secrets } from '../contract.ts';

export const config = z.strictObject({
  /** The secret of the webhooks; several while rotating. */
  secrets: secrets(),
  /** The address of the shop, with the folder that WordPress is in. */
  url: z.url({ protocol: /^https?$/ }).optional(),
  /** A key of the REST API (WooCommerce > Settings > Advanced), for what was missed and for coupons. */
  key: secret().optional(),
  secret: secret().optional(),
  /** The field of an order's `meta_data` in which a ticked box for marketing stands. */
  consentField: z.string().min(1).max(200).optional(),
  /** The currency of the prices of products, which do not say it themselves. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  everyMinutes: z.number().int().min(1).max(1440).default(15),
  /** How many days back the first look goes. What is older than three days starts nothing. */
  firstDays: z.number().int().min(0).max(3650).default(1),
});
export type WooConfig = z.output<typeof config>;

/** Calls the REST API v3; undefined when the instance has no key for it. */
export const callApi = async (
  ctx: Pick<ActionContext<WooConfig, undefined>, 'config' | 'http'>,
  call: {
    path: string;
    query?: Readonly<Record<string, string>>;
    json?: unknown;
    method?: 'DELETE';
  },
): Promise<HttpAnswer | undefined> => {
  const { url, key, secret: password } = ctx.config;
  if (url === undefined || key === undefined || password === undefined) return undefined;
  const base = url.endsWith('/') ? url : `${url}/`;
  const address = new URL(`wp-json/wc/v3/${call.path}`, base);
  for (const [name, value] of Object.entries(call.query ?? {})) address.searchParams.set(name, value);
  return ctx.http({
    url: address.href,
    headers: { authorization: `Basic ${Buffer.from(`${key}:${password}`).toString('base64')}` },
    ...(call.method === undefined ? {} : { method: call.method }),
    ...(call.json === undefined ? {} : { json: call.json }),
  });
};
