import type { Run } from '../runs/ports.ts';

type Pending = Pick<Run, 'tenant' | 'workflowId'>;

/** Workflows that were started or woken and may still have something at hand. */
export type PendingWorkflows = {
  readonly note: (run: Pending) => void;
  readonly of: (tenant: string) => readonly string[];
  readonly drop: (run: Pending) => void;
};

/** So many are remembered at most: nobody asks while no clock is moved on. */
const rememberedMax = 10_000;

/** Makes the memory of what is under way in this process. */
export const createPendingWorkflows = (): PendingWorkflows => {
  const notePending = new Map<string, string>();
  return {
    note: ({ tenant, workflowId }) => {
      notePending.delete(workflowId);
      notePending.set(workflowId, tenant);
      const [oldest] = notePending.keys();
      if (notePending.size > rememberedMax && oldest !== undefined) notePending.delete(oldest);
    },
    of: (tenant) => [...notePending].filter(([, owner]) => owner === tenant).map(([id]) => id),
    drop: ({ workflowId }) => {
      notePending.delete(workflowId);
    },
  };
};

/** Settles when everything of a tenant that is under way has been done; see `createComeToRest`. */
export type ComeToRest = (tenant: string) => Promise<void>;

/**
 * Makes the wait until every event accepted so far has been dispatched and every workflow that this or a clock
 * woke has come to rest: it waits for a time or an event, has ended, or is put off by a provider. What holds for
 * longer than `patienceMs` is left to itself, so that an outage stops no clock.
 */
export const createComeToRest =
  (deps: {
    pendingWorkflows: PendingWorkflows;
    /** Whether a workflow has nothing at hand. */
    isAtRest: (workflowId: string) => Promise<boolean>;
    /** Waits until everything accepted so far has been dispatched. */
    settle: () => Promise<void>;
    systemTime: () => number;
    pause: (ms: number) => Promise<void>;
    patienceMs: number;
  }): ComeToRest =>
  async (tenant) => {
    const { pendingWorkflows } = deps;
    const end = deps.systemTime() + deps.patienceMs;
    for (;;) {
      await deps.settle();
      const notePending = pendingWorkflows.of(tenant);
      if (notePending.length === 0) return;
      const isOver = deps.systemTime() > end;
      const rests = await Promise.all(notePending.map((workflowId) => deps.isAtRest(workflowId)));
      for (const [n, workflowId] of notePending.entries()) {
        if (rests[n] === true || isOver) pendingWorkflows.drop({ tenant, workflowId });
      }
      // What has come to rest may have brought in events: they are dispatched before it is asked again.
      if (rests.includes(false)) await deps.pause(5);
    }
  };
