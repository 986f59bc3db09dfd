import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';

import type { BurstOutcome } from '../../activities/burst-activities.ts';
import type { WorkflowStarter } from '../entries/enter-journey.ts';
import type { Run } from './ports.ts';

const workflowType = 'journeyRun';

type Named = Pick<Run, 'id' | 'tenant' | 'workflowId'>;
type JourneyRunInput = { readonly tenant: string; readonly run: string; readonly outcome: BurstOutcome };

/** A run that waits for an event only sleeps so long before its workflow looks at it. */
const longestDelayMs = 365 * 24 * 3_600_000;

/** A wake-up that brings no news: the run looks how things stand. */
const onlyLook = 'r:';

const delayUntil = (until: number | null, systemTime: number): number =>
  until === null ? longestDelayMs : Math.min(longestDelayMs, Math.max(0, until - systemTime));

/** False: there is such a workflow already, or there was one and its run has ended. */
const unlessThere = async (call: Promise<unknown>): Promise<boolean> => {
  try {
    await call;
    return true;
  } catch (thrown) {
    if (thrown instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw thrown;
  }
};

/** What a workflow that is started again waits for: its time, or nothing when the run was in the middle of something. */
const restOf = (run: Run, systemTime: number): Extract<BurstOutcome, { kind: 'wait' }> => {
  const { waiting, frozen } = run.state;
  const isAtRest = frozen !== null || (waiting !== null && waiting.kind !== 'effect');
  return { kind: 'wait', until: isAtRest ? (run.wakeAt ?? null) : systemTime };
};

/**
 * Brings the workflow of an active run back after servers were restored from backups of different moments: starts one
 * where none is open, and makes an open one look at its run, which may wait for something else by now. A repeat is harmless.
 */
export type ReviveWorkflow = (run: Run) => Promise<'started' | 'was-there'>;

/** Carries runs that have to wait: starts and wakes what holds them, stops that of an erased person, brings it back. */
export type RunWorkflowStarter = WorkflowStarter & {
  readonly stop: (run: Run) => Promise<void>;
  readonly revive: ReviveWorkflow;
};

/**
 * Makes the workflow starter of runs that have to wait: a thin Temporal workflow each. Its input holds opaque ids and
 * instants only. A run that waits is started with a start delay: the server keeps one event and runs no code
 * until the time has come. Only a signal with start ends such a delay early, so every wake-up is one; it also
 * starts the workflow when a crash came between parking the run and starting it.
 */
export const createWorkflowStarter = (deps: {
  client: Client;
  /** The task queue of the workflows of runs. */
  queue: string;
  systemTime: () => number;
  /** Hears of every workflow that has something to do now. */
  notePending: (run: Named) => void;
}): RunWorkflowStarter => {
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
      const startDelay = outcome.kind === 'wait' ? delayUntil(outcome.until, deps.systemTime()) : 0;
      const delayed = startDelay > 0 ? { startDelay } : {};
      await unlessThere(deps.client.workflow.start(workflowType, { ...optionsOf(run), args, ...delayed }));
      if (startDelay === 0) deps.notePending(run);
    },
    wake: async ({ run, id }) => {
      const outcome: BurstOutcome = { kind: 'wait', until: run.wakeAt ?? null };
      const args: [JourneyRunInput] = [{ tenant: run.tenant, run: run.id, outcome }];
      const signal = { signal: 'wake', signalArgs: [id] };
      await unlessThere(
        deps.client.workflow.signalWithStart(workflowType, { ...optionsOf(run), args, ...signal }),
      );
      deps.notePending(run);
    },
    revive: async (run) => {
      const outcome = restOf(run, deps.systemTime());
      const args: [JourneyRunInput] = [{ tenant: run.tenant, run: run.id, outcome }];
      const startDelay = delayUntil(outcome.until, deps.systemTime());
      const delayed = startDelay > 0 ? { startDelay } : {};
      // Also where the server remembers an ended workflow: the run is active, so that end is from later than its backup.
      const options = { ...optionsOf(run), workflowIdReusePolicy: 'ALLOW_DUPLICATE', args } as const;
      const isStarted = await unlessThere(
        deps.client.workflow.start(workflowType, { ...options, ...delayed }),
      );
      if (!isStarted) {
        const signal = { signal: 'wake', signalArgs: [onlyLook] };
        await deps.client.workflow.signalWithStart(workflowType, { ...options, ...signal });
      }
      if (!isStarted || startDelay === 0) deps.notePending(run);
      return isStarted ? 'started' : 'was-there';
    },
  };
};
