import { LRUCache } from 'lru-cache';

/** How much may come in under a name: `perSecond` on and on, `burst` at once. */
export type RateLimit = { readonly perSecond: number; readonly burst: number };

/** What is left after taking some, and when there is something again. */
export type Taken = {
  readonly ok: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Until the bucket is full again. */
  readonly resetSeconds: number;
  readonly retryAfterMs: number;
};

type Bucket = { readonly tokens: number; readonly at: number };

/** A name that was pushed out starts with a full bucket again, so this is far more than call at once. */
const namesMax = 50_000;

/**
 * A token bucket per name. Something is let in while the bucket is not empty; what it turns out to hold is charged
 * afterwards, so that a batch larger than what was left is taken once and paid for by the wait after it. It lives in
 * this process: with several, each allows its share.
 */
export const createRateLimiter = (input: RateLimit & { systemTime: () => number }) => {
  const { perSecond, burst, systemTime } = input;
  const buckets = new LRUCache<string, Bucket>({ max: namesMax });
  const refilled = (name: string, now: number): number => {
    const bucket = buckets.get(name) ?? { tokens: burst, at: now };
    return Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) * perSecond) / 1000);
  };
  return {
    /** Takes one, if there is one. */
    take: (name: string): Taken => {
      const now = systemTime();
      const before = refilled(name, now);
      const ok = before >= 1;
      const tokens = ok ? before - 1 : before;
      buckets.set(name, { tokens, at: now });
      return {
        ok,
        limit: burst,
        remaining: Math.max(0, Math.floor(tokens)),
        resetSeconds: Math.ceil((burst - tokens) / perSecond),
        retryAfterMs: ok ? 0 : ((1 - tokens) * 1000) / perSecond,
      };
    },
    /** Whether there is one, without taking it. */
    peek: (name: string): Pick<Taken, 'ok' | 'retryAfterMs'> => {
      const tokens = refilled(name, systemTime());
      return { ok: tokens >= 1, retryAfterMs: tokens >= 1 ? 0 : ((1 - tokens) * 1000) / perSecond };
    },
    /** Counts so many more of what was let in, whether they are there or not. */
    charge: (name: string, count: number): void => {
      const now = systemTime();
      buckets.set(name, { tokens: refilled(name, now) - count, at: now });
    },
  };
};
