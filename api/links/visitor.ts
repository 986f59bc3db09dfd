import type { Context } from 'hono';
import { networkOf } from '../../domain/consents/evidence.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { ClientAddress } from '../http/client-address.ts';
import type { ApiEnv } from '../http/env.ts';
import type { Visitor } from './machine.ts';

const userAgentMax = 200;

/** From where somebody says something about consent: the network, never the address, and the program. */
export const evidenceContext = (visitor: Visitor): JsonObject => {
  const ip = visitor.address === undefined ? undefined : networkOf(visitor.address);
  const userAgent = visitor.userAgent?.slice(0, userAgentMax);
  return {
    ...(ip === undefined ? {} : { ip }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
};

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
