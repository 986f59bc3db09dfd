import { createMiddleware } from 'hono/factory';
import type { ApiEnv } from './env.ts';
import { requestError } from './problem.ts';

/** So much may the bodies of all requests under way take together: a workspace of 32 MB, and many small ones. */
export const budgetBytes = 128 * 1024 * 1024;

/**
 * Bounds what the bodies of all requests under way take together, since their senders are known only afterwards.
 * Bytes count when they have come, not when they are announced: an announcement costs its sender nothing.
 */
export const createBodyBudget = (input: { maxBytes: number }) => {
  let taken = 0;
  return createMiddleware<ApiEnv>(async (c, next) => {
    let own = 0;
    c.set('takeBytes', (count) => {
      if (taken + count > input.maxBytes) {
        throw requestError({
          code: 'unavailable',
          message: 'Too many large requests at once; send this again.',
        });
      }
      own += count;
      taken += count;
    });
    try {
      await next();
    } finally {
      taken -= own;
    }
  });
};
