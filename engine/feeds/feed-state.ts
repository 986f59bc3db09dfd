import { z } from 'zod';

import type { Cursor } from '../../plugins/contract/inbound/poll.ts';
import { noRequests, requestsSchema } from './audiences/requests.ts';

const stateSchema = z.object({
  /** What the rows are: a feed that is set up for others begins again. */
  of: z.string(),
  /** Null at the beginning. */
  place: z.json(),
  rows: z.number(),
  files: z.number(),
  /** How many rows were left out, by the reason. */
  leftOut: z
    .object({ restricted: z.number(), noConsent: z.number() })
    .default({ restricted: 0, noConsent: 0 }),
  /** When rows went out last, and in which file; none of rows that went out as events. */
  last: z.object({ path: z.string(), at: z.number() }).nullable(),
  /** Of an audience: what the service was asked about its members. */
  requests: requestsSchema.default(noRequests),
});

/** How far a feed has come. */
export type FeedState = z.infer<typeof stateSchema>;

/** Reads how far a feed has come; the beginning where nothing is known, or its rows were others. */
export const feedStateIn = (cursor: Cursor | undefined, of: string): FeedState => {
  const known = stateSchema.safeParse(cursor).data;
  const leftOut = { restricted: 0, noConsent: 0 };
  return known?.of === of
    ? known
    : { of, place: null, rows: 0, files: 0, leftOut, last: null, requests: noRequests };
};
