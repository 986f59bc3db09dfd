import type { Context } from 'hono';
import type { ClientAddress } from '../http/client-address.ts';
import type { ApiEnv } from '../http/env.ts';
import type { Visitor } from './machine.ts';

/** Who asks, as far as the request tells. */
export const visitorOf = (input: { c: Context<ApiEnv>; clientAddress: ClientAddress }): Visitor => {
  const { c } = input;
  return {
    method: c.req.method,
    userAgent: c.req.header('user-agent'),
    address: input.clientAddress(c),
    header: (name) => c.req.header(name),
  };
};
