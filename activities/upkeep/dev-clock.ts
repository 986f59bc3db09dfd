import { CicloError } from '../../domain/errors.ts';
import type { Clock } from '../clock.ts';
import type { DevClockStore } from '../ports/workspaces.ts';
import type { Run, RunStore } from '../ports/runs.ts';

/** Moves a parked workflow's own clock; see platform/virtual-time.ts. */
export type Jump = (input: { workflowId: string; byMs: number }) => Promise<'jumped' | 'gone'>;

export type DevClock = Clock & {
  /** Reads the offsets of the tenants anew; called often, so that all processes agree. */
  readonly refresh: (tenants: readonly string[]) => Promise<void>;
  /** Brings the clock of a run's workflow to that of its tenant. */
  readonly catchUp: (run: Pick<Run, 'id' | 'tenant' | 'workflowId' | 'jumpedMs'>) => Promise<void>;
  readonly setOffset: (input: { tenant: string; offsetMs: number }) => Promise<void>;
  readonly offset: (tenant: string) => number;
};

/** Makes a clock that a tenant under development can move on. Without an offset it is the real one. */
export const createDevClock = (deps: {
  wall: () => number;
  store: DevClockStore;
  runs: RunStore;
  jump: Jump;
}): DevClock => {
  const offsets = new Map<string, number>();
  const offset = (tenant: string): number => offsets.get(tenant) ?? 0;
  return {
    wall: deps.wall,
    now: (tenant) => deps.wall() + offset(tenant),
    offset,
    refresh: async (tenants) => {
      for (const tenant of tenants) offsets.set(tenant, await deps.store.offset(tenant));
    },
    setOffset: async ({ tenant, offsetMs }) => {
      if (offsetMs < offset(tenant)) {
        throw new CicloError({ code: 'invalid-input', message: 'A clock cannot be moved back.' });
      }
      await deps.store.set({ tenant, offsetMs });
      offsets.set(tenant, offsetMs);
    },
    catchUp: async (run) => {
      const target = offset(run.tenant);
      const byMs = target - (run.jumpedMs ?? 0);
      if (byMs <= 0) return;
      const done = await deps.jump({ workflowId: run.workflowId, byMs });
      if (done === 'jumped') await deps.runs.jumped({ tenant: run.tenant, run: run.id, ms: target });
    },
  };
};
