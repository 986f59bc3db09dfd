import type { Context } from 'hono';
import { isObject } from '../../domain/json.ts';
import type { ApiEnv } from './env.ts';

/** Tells from which address a request came. */
export type ClientAddress = (c: Context<ApiEnv>) => string | undefined;

const plain = (address: string): string => (address.startsWith('::ffff:') ? address.slice(7) : address);

const peerOf = (c: Context<ApiEnv>): string | undefined => {
  const env: unknown = c.env;
  const incoming = isObject(env) ? env['incoming'] : undefined;
  const socket = isObject(incoming) ? incoming['socket'] : undefined;
  const address = isObject(socket) ? socket['remoteAddress'] : undefined;
  return typeof address === 'string' ? plain(address) : undefined;
};

/**
 * The address of the peer; behind a proxy of ours, the one the proxy added to `X-Forwarded-For`. Everything
 * before it in that header was written by the client, who may write what it likes.
 */
export const createClientAddress =
  (input: { trustProxy: boolean }): ClientAddress =>
  (c) => {
    const added = input.trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
    return added === undefined || added === '' ? peerOf(c) : plain(added);
  };
