import type { Clock } from '../clock/clock.ts';
import type { CountStuck, StuckCount } from './stuck-port.ts';

/** A count of more says that it is many, and costs no more. */
const countedMax = 10_000;
/** A run that is later than this has nobody to wake it: no worker, or no workflow. */
const overdueMs = 10 * 60_000;

/** Makes the look at what is stuck, for the figures of operators. */
export const createWatchStuck =
  (deps: {
    count: CountStuck;
    tenants: () => Promise<readonly string[]>;
    clock: Pick<Clock, 'now'>;
    tell: (count: StuckCount & { readonly tenant: string }) => void;
  }) =>
  async (): Promise<void> => {
    for (const tenant of await deps.tenants()) {
      const overdueBefore = deps.clock.now(tenant) - overdueMs;
      const counts = await deps.count({ tenant, limit: countedMax, overdueBefore });
      for (const count of counts) deps.tell({ tenant, ...count });
    }
  };
