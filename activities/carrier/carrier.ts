import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';

import type { BurstOutcome } from '../burst/burst-activities.ts';
import type { Carrier } from '../dispatch/enter-journey.ts';
import type { Run } from '../ports/runs.ts';

const workflowType = 'journeyRun';

type Named = Pick<Run, 'id' | 'tenant' | 'workflowId'>;
type JourneyRunInput = { readonly tenant: string; readonly run: string; readonly outcome: BurstOutcome };

/** A run that waits for an event only sleeps so long before its workflow looks at it. */
const longestDelayMs = 365 * 24 * 3_600_000;

const delayUntil = (until: number | null, wall: number): number =>
  until === null ? longestDelayMs : Math.min(longestDelayMs, Math.max(0, until - wall));

/** There is such a workflow already, or there was one and its run has ended. */
const unlessThere = async (call: Promise<unknown>): Promise<void> => {
  try {
    await call;
  } catch (thrown) {
    if (!(thrown instanceof WorkflowExecutionAlreadyStartedError)) throw thrown;
  }
};

/**
 * Makes the carrier of runs that have to wait: a thin Temporal workflow each. Its input holds opaque ids and
 * instants only. A run that waits is started with a start delay: the server keeps one event and runs no code
 * until the time has come. Only a signal with start ends such a delay early, so every wake-up is one; it also
 * starts the workflow when a crash came between parking the run and starting it.
 */
export const createCarrier = (deps: {
  client: Client;
  /** The task queue of the workflows of runs. */
  queue: string;
  wall: () => number;
  /** Hears of every workflow that has something to do now. */
  stirred: (run: Named) => void;
}): Carrier & { readonly stop: (run: Run) => Promise<void> } => {
  const optionsOf = (run: Named) =>
    ({
      workflowId: run.workflowId,
      taskQueue: deps.queue,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    }) as const;

  return {
    stop: async (run) => {
      try {
        await deps.client.workflow.getHandle(run.workflowId).terminate('The person was erased.');
      } catch (thrown) {
        if (!(thrown instanceof WorkflowNotFoundError)) throw thrown;
      }
    },
    start: async ({ run, outcome }) => {
      const args: [JourneyRunInput] = [{ tenant: run.tenant, run: run.id, outcome }];
      const startDelay = outcome.kind === 'wait' ? delayUntil(outcome.until, deps.wall()) : 0;
      const delayed = startDelay > 0 ? { startDelay } : {};
      await unlessThere(deps.client.workflow.start(workflowType, { ...optionsOf(run), args, ...delayed }));
      if (startDelay === 0) deps.stirred(run);
    },
    wake: async ({ run, id }) => {
      const outcome: BurstOutcome = { kind: 'wait', until: run.wakeAt ?? null };
      const args: [JourneyRunInput] = [{ tenant: run.tenant, run: run.id, outcome }];
      const signal = { signal: 'wake', signalArgs: [id] };
      await unlessThere(
        deps.client.workflow.signalWithStart(workflowType, { ...optionsOf(run), args, ...signal }),
      );
      deps.stirred(run);
    },
  };
};
