import { z } from 'zod';
import { type ActionContext, type HttpAnswer, messageRate, secret } from '../contract.ts';

/** What an instance of `matrix` is configured with. */
export const config = z.strictObject({
  /** The address of the homeserver's API. */
  server: z.url({ protocol: /^https?$/ }),
  /** The account that writes, such as `@shop:matrix.org`. */
  user: z.string().regex(/^@[^:\s]{1,200}:[^\s]{1,200}$/, 'An id of Matrix, such as @shop:matrix.org.'),
  /** The access token of a device of that account. */
  token: secret(),
  /** What people write is fetched. */
  listen: z.boolean().default(true),
  everySeconds: z.int().min(5).max(3_600).default(20),
  rate: messageRate(),
});

export type Config = z.output<typeof config>;

/** What a call needs of its context. */
export type Ctx = Pick<ActionContext<Config, undefined>, 'config' | 'http'>;

/** Calls the client-server API. `path` is encoded. */
export const ask = (
  ctx: Ctx,
  path: string,
  more: { method?: 'GET' | 'POST' | 'PUT'; json?: unknown } = {},
): Promise<HttpAnswer> => {
  const { server, token } = ctx.config;
  return ctx.http({
    url: `${server.replace(/\/$/, '')}/_matrix/client/v3${path}`,
    headers: { authorization: `Bearer ${token}` },
    ...more,
  });
};

const refusal = z.object({ errcode: z.string(), error: z.string().optional() });

/** The code of an error, such as `M_FORBIDDEN`; empty where there is none. */
export const errorOf = ({ json }: HttpAnswer): { code: string; message: string } => {
  const said = refusal.safeParse(json).data;
  return { code: said?.errcode ?? '', message: said?.error ?? '' };
};
