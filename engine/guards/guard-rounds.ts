import type { Activity } from './activity.ts';
import type { CheckJourneys } from './check-journeys.ts';

/** A tenant for whom this process did nothing is looked at all the same, for what a process that died has done. */
const quietMs = 60_000;

/**
 * Makes the look of a process at the journeys of a tenant, to be called every few seconds: it looks at once where this process
 * did something since, and once a minute elsewhere. A process that exceeds a limit looks right after it, so nothing is
 * found later than if everybody looked all the time.
 */
export const createGuardRounds = (deps: {
  check: Pick<CheckJourneys, 'turn'>;
  activity: Activity;
  systemTime: () => number;
}) => {
  const { check, activity } = deps;
  const began = new Map<string, number>();
  const underWay = new Set<string>();

  return async (tenant: string): Promise<void> => {
    if (!underWay.has(tenant)) {
      const systemTime = deps.systemTime();
      const isNew = activity.take(tenant);
      if (!isNew && systemTime - (began.get(tenant) ?? -Infinity) < quietMs) return;
      began.set(tenant, systemTime);
      underWay.add(tenant);
    }
    // A look that fails goes on where it was.
    if ((await check.turn(tenant)) === 'end') underWay.delete(tenant);
  };
};
