import { createMiddleware } from 'hono/factory';
import { CicloError } from '../../domain/errors.ts';
import { isOwnHost } from '../../domain/own-host.ts';
import type { ApiEnv } from './env.ts';

/** Refuses requests that were sent to a host that is not ours; see `isOwnHost`. */
export const createHostCheck = (input: { names: readonly string[] }) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const header = c.req.header('host') ?? new URL(c.req.url).host;
    if (!isOwnHost({ header, names: input.names })) {
      throw new CicloError({
        code: 'forbidden',
        message: 'This host is not one of this engine. Set PUBLIC_URL to it, or add it to CICLO_HOSTS.',
      });
    }
    await next();
  });
