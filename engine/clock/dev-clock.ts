import { CicloError } from '../../domain/errors.ts';
import type { Clock } from './clock.ts';
import type { DevClockStore } from '../journeys/ports.ts';
import type { Run } from '../runs/ports.ts';

/** Brings a workflow's own clock to so far ahead of the machine's; see platform/temporal/virtual-time.ts. */
export type Align = (input: { workflowId: string; aheadMs: number; boundMs: number }) => Promise<unknown>;

/** A move ends within this time, in milliseconds, or is given up. */
const moveMs = 10_000;
/** For so long a process has a workflow to itself: longer, so that nobody else moves it meanwhile. */
const claimMs = 15_000;

type Moved = Pick<Run, 'tenant' | 'workflowId'>;

export type DevClock = Clock & {
  /** Reads the offsets of the tenants again; called often, so that all processes agree. */
  readonly refresh: (tenants: readonly string[]) => Promise<void>;
  /** Brings the clock of a run's workflow to that of its tenant; one process at a time does. */
  readonly catchUp: (run: Moved) => Promise<void>;
  readonly setOffset: (input: { tenant: string; offsetMs: number }) => Promise<void>;
  readonly offset: (tenant: string) => number;
};

/** Makes a clock that a tenant under development can move on. Without an offset it is the real one. */
export const createDevClock = (deps: {
  systemTime: () => number;
  store: DevClockStore;
  align: Align;
}): DevClock => {
  const offsets = new Map<string, number>();
  const moving = new Map<string, Promise<void>>();
  const offset = (tenant: string): number => offsets.get(tenant) ?? 0;

  /** Two processes that moved one workflow at once would move it twice as far. */
  const move = async ({ tenant, workflowId }: Moved): Promise<void> => {
    const systemTime = deps.systemTime();
    if (!(await deps.store.claimMove({ tenant, workflowId, systemTime, until: systemTime + claimMs })))
      return;
    try {
      await deps.align({ workflowId, aheadMs: offset(tenant), boundMs: moveMs });
    } catch (thrown) {
      // Something in flight holds it; anyone who waits for it looks again.
      if (!(thrown instanceof CicloError) || thrown.code !== 'timeout') throw thrown;
    } finally {
      await deps.store.endMove({ tenant, workflowId });
    }
  };

  return {
    systemTime: deps.systemTime,
    now: (tenant) => deps.systemTime() + offset(tenant),
    offset,
    refresh: async (tenants) => {
      for (const tenant of tenants) {
        const stored = await deps.store.offset(tenant);
        // It may have been moved on while this was read; a clock never goes back.
        offsets.set(tenant, Math.max(stored, offset(tenant)));
      }
    },
    setOffset: async ({ tenant, offsetMs }) => {
      if (offsetMs < offset(tenant)) {
        throw new CicloError({ code: 'invalid-input', message: 'A clock cannot be moved back.' });
      }
      await deps.store.set({ tenant, offsetMs });
      offsets.set(tenant, offsetMs);
    },
    catchUp: async (run) => {
      if (offset(run.tenant) <= 0) return;
      const before = moving.get(run.workflowId);
      if (before !== undefined) return before;
      const moved = move(run).finally(() => moving.delete(run.workflowId));
      moving.set(run.workflowId, moved);
      return moved;
    },
  };
};
