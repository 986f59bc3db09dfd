import type { BurstActivities, BurstOutcome } from '../../activities/burst-activities.ts';
import type { Run } from './ports.ts';
import type { RunWorkflowStarter } from './workflow-starter.ts';

/** A run that has to wait, as `workflows/journey-run.ts` holds one. */
type Carried = Pick<Run, 'id' | 'tenant'> & {
  outcome: BurstOutcome;
  readonly inbox: string[];
  /** When it goes on by itself; infinite: only when it is woken. */
  at: number;
};

/** The workflow starter of runs without Temporal; anyone who owns the clock asks it to go on. */
export type MemoryWorkflowStarter = RunWorkflowStarter & {
  /** Gives it what a workflow calls. To be called before anything runs. */
  readonly attach: (activities: BurstActivities) => void;
  /** The run that goes on first by itself, and when. */
  readonly next: () => { readonly run: string; readonly at: number } | undefined;
  /** Lets a run go on whose time has come. */
  readonly fire: (run: string) => void;
  /** Does what is at hand now, also what comes of it; whether there was anything. */
  readonly workOff: () => Promise<boolean>;
  /** Forgets a run. */
  readonly drop: (run: string) => void;
};

/** How long an effect that could not be done waits for its next try, if its failure says nothing. */
const retryMs = 5_000;

const retryDelayOf = (thrown: unknown): number | undefined => {
  if (!(thrown instanceof Error) || !('type' in thrown) || thrown.type !== 'effect-pending') return undefined;
  const delay = 'nextRetryDelay' in thrown ? thrown.nextRetryDelay : undefined;
  return typeof delay === 'number' ? delay : retryMs;
};

/** Does the effect a run waits for, as an activity would; false when it has to be tried again later. */
const performed = async (input: {
  activities: BurstActivities;
  one: Carried;
  outcome: Extract<BurstOutcome, { kind: 'pending' }>;
  now: number;
}): Promise<boolean> => {
  const { activities, one, outcome, now } = input;
  try {
    await activities.perform({ tenant: one.tenant, run: one.id, effect: outcome.effect });
    return true;
  } catch (thrown) {
    const delay = retryDelayOf(thrown);
    if (delay === undefined) throw thrown;
    one.at = now + delay;
    return false;
  }
};

/** The runs that are carried, and those of them that have something at hand. */
const createHeld = (now: () => number) => {
  const carried = new Map<string, Carried>();
  const woken = new Set<string>();
  return {
    carried,
    woken,
    hold: (run: Pick<Run, 'id' | 'tenant'>): Carried => {
      const known = carried.get(run.id);
      if (known !== undefined) return known;
      const { id, tenant } = run;
      const one: Carried = { id, tenant, outcome: { kind: 'wait', until: null }, inbox: [], at: Infinity };
      carried.set(id, one);
      return one;
    },
    settle: (one: Carried, outcome: BurstOutcome): void => {
      if (outcome.kind === 'done') {
        carried.delete(one.id);
        return;
      }
      one.outcome = outcome;
      one.at = outcome.kind === 'pending' ? now() : (outcome.until ?? Infinity);
      if (one.at <= now()) woken.add(one.id);
    },
  };
};

/**
 * Makes the workflow starter of runs in memory: it does what `workflows/journey-run.ts` does for a run, when the owner of the
 * clock says so. Runs go on one after the other, in the order in which they were woken.
 */
export const createMemoryWorkflowStarter = (deps: { now: () => number }): MemoryWorkflowStarter => {
  const { carried, woken, hold, settle } = createHeld(deps.now);
  const attached: { activities?: BurstActivities } = {};

  const goOn = async (one: Carried): Promise<void> => {
    const { activities } = attached;
    if (activities === undefined) throw new Error('Nothing is attached to the workflowStarter.');
    const { outcome, inbox, tenant, id: run } = one;
    const isPending = outcome.kind === 'pending' && inbox.length === 0;
    if (isPending && !(await performed({ activities, one, outcome, now: deps.now() }))) return;
    settle(one, await activities.burst({ tenant, run, now: deps.now(), inbox: inbox.splice(0) }));
  };

  return {
    attach: (activities) => {
      attached.activities = activities;
    },
    start: async ({ run, outcome }) => {
      if (!carried.has(run.id)) settle(hold(run), outcome);
    },
    wake: async ({ run, id }) => {
      hold(run).inbox.push(id);
      woken.add(run.id);
    },
    stop: async (run) => {
      carried.delete(run.id);
    },
    revive: async (run) => {
      const isThere = carried.has(run.id);
      const one = hold(run);
      if (!isThere) one.at = run.wakeAt ?? Infinity;
      one.inbox.push('r:');
      woken.add(run.id);
      return isThere ? 'was-there' : 'started';
    },
    next: () => {
      let first: Carried | undefined;
      for (const one of carried.values()) if (one.at < (first?.at ?? Infinity)) first = one;
      return first === undefined ? undefined : { run: first.id, at: first.at };
    },
    fire: (run) => {
      woken.add(run);
    },
    workOff: async () => {
      const before = woken.size;
      // Runs that are woken meanwhile come behind those that were.
      for (const id of woken) {
        woken.delete(id);
        const one = carried.get(id);
        if (one !== undefined) await goOn(one);
      }
      return before > 0;
    },
    drop: (run) => {
      carried.delete(run);
    },
  };
};
