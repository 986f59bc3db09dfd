import { z } from 'zod';
import { type ActionContext, type Failure, type HttpAnswer, providerFailure, secret } from '../contract.ts';

export const config = z.strictObject({
  /** The hash of the store, the part behind `stores/` in the address of its API. */
  store: z.string().regex(/^[a-z0-9]{3,30}$/),
  /** The access token of an API account of the store. */
  token: secret(),
  /** The currency of the prices of products, which do not say it themselves. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  everyMinutes: z.number().int().min(1).max(1440).default(5),
  /** How many days back the first look goes. What is older than three days starts nothing. */
  firstDays: z.number().int().min(0).max(3650).default(1),
  /** Another address of the API. */
  url: z.url({ protocol: /^https?$/ }).default('https://api.bigcommerce.com'),
});
export type BigCommerceConfig = z.output<typeof config>;

type Needs = Pick<ActionContext<BigCommerceConfig, undefined>, 'config' | 'http' | 'failure'>;

/** Calls the API of the store: `v2/orders`, `v3/customers`. */
export const callApi = (
  ctx: Pick<Needs, 'config' | 'http'>,
  call: { path: string; query?: Readonly<Record<string, string>>; json?: unknown },
): Promise<HttpAnswer> => {
  const { url, store, token } = ctx.config;
  const address = new URL(`/stores/${store}/${call.path}`, url);
  for (const [name, value] of Object.entries(call.query ?? {})) address.searchParams.set(name, value);
  return ctx.http({
    url: address.href,
    headers: { 'x-auth-token': token, accept: 'application/json' },
    ...(call.json === undefined ? {} : { json: call.json }),
  });
};

/** The rows of a list. Version 2 answers 204 where there are none, version 3 has them in `data`. */
export const readRows = async (
  ctx: Needs,
  call: { path: string; query?: Readonly<Record<string, string>> },
): Promise<{ readonly kind: 'done'; readonly rows: readonly unknown[] } | Failure> => {
  const answer = await callApi(ctx, call);
  if (answer.status === 204) return { kind: 'done', rows: [] };
  const list = z
    .union([z.array(z.unknown()), z.object({ data: z.array(z.unknown()) })])
    .safeParse(answer.json);
  if (answer.status !== 200 || !list.success) return providerFailure({ ctx, answer });
  return { kind: 'done', rows: Array.isArray(list.data) ? list.data : list.data.data };
};
