import { CicloError } from '../../domain/errors.ts';
import type { Clock } from '../clock.ts';
import type { DevClockStore } from '../ports/workspaces.ts';
import type { Run } from '../ports/runs.ts';

/** Brings a workflow's own clock to so far ahead of the machine's; see platform/virtual-time.ts. */
export type Align = (input: { workflowId: string; aheadMs: number }) => Promise<unknown>;

export type DevClock = Clock & {
  /** Reads the offsets of the tenants anew; called often, so that all processes agree. */
  readonly refresh: (tenants: readonly string[]) => Promise<void>;
  /** Brings the clock of a run's workflow to that of its tenant. */
  readonly catchUp: (run: Pick<Run, 'tenant' | 'workflowId'>) => Promise<void>;
  readonly setOffset: (input: { tenant: string; offsetMs: number }) => Promise<void>;
  readonly offset: (tenant: string) => number;
};

/** Makes a clock that a tenant under development can move on. Without an offset it is the real one. */
export const createDevClock = (deps: {
  wall: () => number;
  store: DevClockStore;
  align: Align;
}): DevClock => {
  const offsets = new Map<string, number>();
  const moving = new Map<string, Promise<void>>();
  const offset = (tenant: string): number => offsets.get(tenant) ?? 0;
  return {
    wall: deps.wall,
    now: (tenant) => deps.wall() + offset(tenant),
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
      const aheadMs = offset(run.tenant);
      if (aheadMs <= 0) return;
      // Two moves of one workflow at once would undo each other.
      const before = moving.get(run.workflowId);
      if (before !== undefined) return before;
      const move = deps
        .align({ workflowId: run.workflowId, aheadMs })
        .then(() => undefined)
        .catch((thrown: unknown) => {
          // Another process moves it, or something in flight holds it; whoever waits for it looks again.
          const isHarmless = thrown instanceof CicloError && ['conflict', 'timeout'].includes(thrown.code);
          if (!isHarmless) throw thrown;
        })
        .finally(() => moving.delete(run.workflowId));
      moving.set(run.workflowId, move);
      return move;
    },
  };
};
