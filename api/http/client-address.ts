import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';
import { isObject } from '../../domain/json.ts';
import type { ApiEnv } from './env.ts';

/** Tells from which address a request came. */
export type ClientAddress = (c: Context<ApiEnv>) => string | undefined;

/** One spelling for an address; an IPv4 one in the form of IPv6 is the IPv4 one. */
const plain = (address: string): string =>
  ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;

const peerOf = (c: Context<ApiEnv>): string | undefined => {
  const env: unknown = c.env;
  const incoming = isObject(env) ? env['incoming'] : undefined;
  const socket = isObject(incoming) ? incoming['socket'] : undefined;
  const address = isObject(socket) ? socket['remoteAddress'] : undefined;
  return typeof address === 'string' ? plain(address) : undefined;
};

/**
 * The name under which an address is limited: an IPv6 client has a network of 2^64 addresses to itself, so the network
 * counts (its first 64 bits).
 */
export const limitedAs = (address: string | undefined): string => {
  if (address === undefined || !ipaddr.IPv6.isValid(address)) return address ?? 'unknown';
  const read = ipaddr.process(address);
  if (read instanceof ipaddr.IPv4) return read.toString();
  return read.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':');
};

/**
 * The address of the peer; behind a proxy of ours, the one the proxy added to `X-Forwarded-For`. Everything
 * before it in that header was written by the client, who may write what it likes.
 */
export const createClientAddress =
  (input: { trustProxy: boolean }): ClientAddress =>
  (c) => {
    const added = input.trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
    // What is no address came from no proxy of ours, and would be a name of the sender's choice.
    return added === undefined || !ipaddr.isValid(added) ? peerOf(c) : plain(added);
  };
