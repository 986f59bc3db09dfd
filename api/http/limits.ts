import type { TrackingLimits } from '../tracking/collect.ts';
import type { RateLimit } from './rate-limit.ts';

/** How much may come in, by what; per process. */
export type Limits = TrackingLimits & {
  /** Calls of the admin API, by key. */
  readonly admin: RateLimit;
  /** Verified requests of one webhook. */
  readonly webhook: RateLimit;
  /** Requests for one signed link. */
  readonly link: RateLimit;
  /** Keys, webhooks, signatures and codes that are not valid, by client address, in each part of the API. */
  readonly attempts: RateLimit;
};

/** The first four count events. A shop's servers share a key, and so do all its visitors; one visitor has an address. */
export const defaultLimits: Limits = {
  server: { perSecond: 20_000, burst: 60_000 },
  public: { perSecond: 2_000, burst: 20_000 },
  address: { perSecond: 100, burst: 3_000 },
  subscriptions: { perSecond: 10 / 3_600, burst: 10 },
  admin: { perSecond: 200, burst: 2_000 },
  webhook: { perSecond: 1_000, burst: 10_000 },
  link: { perSecond: 1, burst: 60 },
  attempts: { perSecond: 1, burst: 100 },
};
