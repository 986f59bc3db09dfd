import type { Clock } from '../clock.ts';

/** Under a development clock hours pass in moments; once in so long (of the tenant's time) is enough. */
const everyMs = 60_000;

/** Makes the look of the guards for a clock that is moved on: at most once a minute of the tenant's time. */
export const createWatchGuards = (deps: { check: (tenant: string) => Promise<void>; clock: Clock }) => {
  const looked = new Map<string, number>();
  return async (tenant: string): Promise<void> => {
    const now = deps.clock.now(tenant);
    if (now - (looked.get(tenant) ?? 0) < everyMs) return;
    looked.set(tenant, now);
    await deps.check(tenant);
  };
};
