import { z } from 'zod';
import { type ActionContext, type Failure, type HttpAnswer, providerFailure, secret } from '../contract.ts';

export const config = z.strictObject({
  /** The address of the Medusa server. */
  url: z.url({ protocol: /^https?$/ }),
  /** A secret API key (Settings > Secret API Keys). */
  apiKey: secret(),
  /** The storefront, for links to products: `<storefront>/products/<handle>`. */
  storefront: z.url({ protocol: /^https?$/ }).optional(),
  /** The currency of the prices of products, which have one for each currency. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  everyMinutes: z.number().int().min(1).max(1440).default(5),
  /** How many days back the first look goes. What is older than three days starts nothing. */
  firstDays: z.number().int().min(0).max(3650).default(1),
});
export type MedusaConfig = z.output<typeof config>;

type Needs = Pick<ActionContext<MedusaConfig, undefined>, 'config' | 'http' | 'failure'>;

/** Calls the Admin API v2. */
export const callApi = (
  ctx: Pick<Needs, 'config' | 'http'>,
  call: { path: string; query?: Readonly<Record<string, string>>; json?: unknown },
): Promise<HttpAnswer> => {
  const { url, apiKey } = ctx.config;
  const address = new URL(`admin/${call.path}`, url.endsWith('/') ? url : `${url}/`);
  for (const [name, value] of Object.entries(call.query ?? {})) address.searchParams.set(name, value);
  return ctx.http({
    url: address.href,
    headers: { authorization: `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}` },
    ...(call.json === undefined ? {} : { json: call.json }),
  });
};

/** The rows of a list, which stand under its name. */
export const readRows = async (
  ctx: Needs,
  call: { path: string; query?: Readonly<Record<string, string>> },
): Promise<{ readonly kind: 'done'; readonly rows: readonly unknown[] } | Failure> => {
  const answer = await callApi(ctx, call);
  const list = z.object({ [call.path]: z.array(z.unknown()) }).safeParse(answer.json);
  if (answer.status !== 200 || !list.success) return providerFailure({ ctx, answer });
  return { kind: 'done', rows: list.data[call.path] ?? [] };
};
