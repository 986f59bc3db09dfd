import type { Clock } from '../clock/clock.ts';

/** Under a development clock hours pass in moments; once in so long (of the tenant's time) is enough. */
const everyMs = 60_000;

/**
 * Makes the look of the guards for a clock that is moved on: before it goes further than a minute of the tenant's time
 * from the last look, so that nothing that went wrong is left behind unseen. Without `next` it looks if a minute has passed.
 */
export const createWatchGuards = (deps: { check: (tenant: string) => Promise<void>; clock: Clock }) => {
  const looked = new Map<string, number>();
  return async (input: { tenant: string; next?: number }): Promise<void> => {
    const { tenant } = input;
    const now = deps.clock.now(tenant);
    if ((input.next ?? now) - (looked.get(tenant) ?? 0) < everyMs) return;
    looked.set(tenant, now);
    await deps.check(tenant);
  };
};
