import { z } from 'zod';

import { type ActionContext, type Failure, providerFailure, secret } from '../contract.ts';
import { isZone } from './shop-time.ts';

export const config = z.strictObject({
  /** The address of the shop; with `https`, since the key goes with each request. */
  url: z.url({ protocol: /^https?$/ }),
  /** A key of the webservice (Advanced Parameters > Webservice). */
  key: secret(),
  /** The time zone of the shop (International > Localization), in which it writes times. */
  timezone: z.string().refine(isZone, 'An IANA time zone, such as Europe/Paris.'),
  /** The default currency of the shop, which the prices of products are in. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  /** Ids of the order states that mean cancelled: those that come with PrestaShop by default. */
  cancelledStates: z.array(z.int().positive()).max(50).default([6, 8]),
  everyMinutes: z.number().int().min(1).max(1440).default(5),
  /** How many days back the first look goes. What is older than three days starts nothing. */
  firstDays: z.number().int().min(0).max(3650).default(1),
});
export type PrestashopConfig = z.output<typeof config>;

export type Needs = Pick<ActionContext<PrestashopConfig, undefined>, 'config' | 'http' | 'failure'>;

export type Rows = { readonly kind: 'done'; readonly rows: readonly unknown[] } | Failure;

/** A list of the webservice, as JSON with all fields. A list without rows is an empty array in the place of its object. */
export const readRows = async (
  ctx: Needs,
  call: { path: string; query?: Readonly<Record<string, string>> },
): Promise<Rows> => {
  const { url, key } = ctx.config;
  const address = new URL(`api/${call.path}`, url.endsWith('/') ? url : `${url}/`);
  const query = { output_format: 'JSON', display: 'full', ...call.query };
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  const answer = await ctx.http({
    url: address.href,
    headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
  });
  const schema = z.union([
    z.object({ [call.path]: z.array(z.unknown()) }).transform((list) => list[call.path] ?? []),
    z.array(z.unknown()).length(0),
  ]);
  const read = schema.safeParse(answer.json);
  if (answer.status !== 200 || !read.success) return providerFailure({ ctx, answer });
  return { kind: 'done', rows: read.data };
};

/** What other lists have about some ids: `{ customers: { field: 'id', ids } }`. Lists of no ids are not asked for. */
export const readAbout = async (
  ctx: Needs,
  asked: Readonly<Record<string, { readonly field: string; readonly ids: readonly (string | undefined)[] }>>,
): Promise<{ readonly kind: 'done'; readonly of: ReadonlyMap<string, readonly unknown[]> } | Failure> => {
  const of = new Map<string, readonly unknown[]>();
  for (const [path, { field, ids }] of Object.entries(asked)) {
    const wanted = [...new Set(ids.filter((one) => one !== undefined))];
    if (wanted.length === 0) continue;
    const read = await readRows(ctx, { path, query: { [`filter[${field}]`]: `[${wanted.join('|')}]` } });
    if (read.kind !== 'done') return read;
    of.set(path, read.rows);
  }
  return { kind: 'done', of };
};
