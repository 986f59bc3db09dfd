import type { Run } from '../ports/runs.ts';

type Stirred = Pick<Run, 'tenant' | 'workflowId'>;

/** Workflows that were started or woken and may still have something at hand. */
export type Underway = {
  readonly note: (run: Stirred) => void;
  readonly of: (tenant: string) => readonly string[];
  readonly drop: (run: Stirred) => void;
};

/** So many are remembered at the most: nobody asks while no clock is moved on. */
const rememberedMax = 10_000;

/** Makes the memory of what is under way in this process. */
export const createUnderway = (): Underway => {
  const stirred = new Map<string, string>();
  return {
    note: ({ tenant, workflowId }) => {
      stirred.delete(workflowId);
      stirred.set(workflowId, tenant);
      const [oldest] = stirred.keys();
      if (stirred.size > rememberedMax && oldest !== undefined) stirred.delete(oldest);
    },
    of: (tenant) => [...stirred].filter(([, owner]) => owner === tenant).map(([id]) => id),
    drop: ({ workflowId }) => {
      stirred.delete(workflowId);
    },
  };
};

/** Settles when everything of a tenant that is under way has been done; see `createComeToRest`. */
export type ComeToRest = (tenant: string) => Promise<void>;

/**
 * Makes the wait until every event accepted so far has been dispatched and every workflow that this or a clock
 * stirred has come to rest: it waits for a time or an event, has ended, or is put off by a provider. What holds for
 * longer than `patienceMs` is left to itself, so that an outage stops no clock.
 */
export const createComeToRest =
  (deps: {
    underway: Underway;
    /** Whether a workflow has nothing at hand. */
    isAtRest: (workflowId: string) => Promise<boolean>;
    /** Waits until everything accepted so far has been dispatched. */
    settle: () => Promise<void>;
    wall: () => number;
    pause: (ms: number) => Promise<void>;
    patienceMs: number;
  }): ComeToRest =>
  async (tenant) => {
    const { underway } = deps;
    const end = deps.wall() + deps.patienceMs;
    for (;;) {
      await deps.settle();
      const stirred = underway.of(tenant);
      if (stirred.length === 0) return;
      const isOver = deps.wall() > end;
      const rests = await Promise.all(stirred.map((workflowId) => deps.isAtRest(workflowId)));
      for (const [n, workflowId] of stirred.entries()) {
        if (rests[n] === true || isOver) underway.drop({ tenant, workflowId });
      }
      // What has come to rest may have brought in events: they are dispatched before it is asked again.
      if (rests.includes(false)) await deps.pause(5);
    }
  };
