import { z } from 'zod';

/** That a feed is paused: since when on the tenant's clock (epoch milliseconds), why, and who paused it. */
export type FeedPause = {
  readonly since: number;
  readonly reason?: string;
  readonly by: { readonly kind: 'key' | 'user'; readonly id: string };
};

/** How a feed is paused. */
export const feedPauseSchema = z.strictObject({
  reason: z.string().min(1).max(300).optional().describe('Why; it is shown to anyone who looks.'),
});
