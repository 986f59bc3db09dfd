import { LRUCache } from 'lru-cache';

/** How many requests a tenant may make: `perSecond` on and on, `burst` at once. */
export type RateLimit = { readonly perSecond: number; readonly burst: number };

/** What is left after taking one, and when there is one again. */
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

/** A token bucket per name. It lives in this process: with several, each allows its share. */
export const createRateLimiter = (input: RateLimit & { wall: () => number }) => {
  const { perSecond, burst, wall } = input;
  const buckets = new LRUCache<string, Bucket>({ max: namesMax });
  return (name: string): Taken => {
    const now = wall();
    const bucket = buckets.get(name) ?? { tokens: burst, at: now };
    const refilled = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) * perSecond) / 1000);
    const ok = refilled >= 1;
    const tokens = ok ? refilled - 1 : refilled;
    buckets.set(name, { tokens, at: now });
    return {
      ok,
      limit: burst,
      remaining: Math.floor(tokens),
      resetSeconds: Math.ceil((burst - tokens) / perSecond),
      retryAfterMs: ok ? 0 : ((1 - tokens) * 1000) / perSecond,
    };
  };
};
