import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';

import type { BurstOutcome } from '../burst/burst-activities.ts';
import type { Carrier } from '../dispatch/enter-journey.ts';
import type { Run, RunStore } from '../ports/runs.ts';

const workflowType = 'journeyRun';

type Named = Pick<Run, 'id' | 'tenant' | 'workflowId'>;

/**
 * Makes the carrier of runs that have to wait: a thin Temporal workflow each. Its input holds opaque ids and
 * instants only.
 */
export const createCarrier = (deps: {
  client: Client;
  /** The task queue of the workflows of runs. */
  queue: string;
  runs: RunStore;
}): Carrier & { readonly stop: (run: Run) => Promise<void> } => {
  const startWith = async (input: {
    run: Named;
    outcome: BurstOutcome;
    inbox: readonly string[];
  }): Promise<void> => {
    const { run, outcome, inbox } = input;
    try {
      await deps.client.workflow.start(workflowType, {
        workflowId: run.workflowId,
        taskQueue: deps.queue,
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        args: [{ tenant: run.tenant, run: run.id, outcome, ...(inbox.length === 0 ? {} : { inbox }) }],
      });
    } catch (thrown) {
      if (!(thrown instanceof WorkflowExecutionAlreadyStartedError)) throw thrown;
    }
  };

  const signal = async (input: { run: Named; id: string }): Promise<boolean> => {
    try {
      await deps.client.workflow.getHandle(input.run.workflowId).signal('wake', input.id);
      return true;
    } catch (thrown) {
      if (thrown instanceof WorkflowNotFoundError) return false;
      throw thrown;
    }
  };

  return {
    stop: async (run) => {
      try {
        await deps.client.workflow.getHandle(run.workflowId).terminate('The person was erased.');
      } catch (thrown) {
        if (!(thrown instanceof WorkflowNotFoundError)) throw thrown;
      }
    },
    start: async ({ run, outcome }) => {
      await startWith({ run, outcome, inbox: [] });
    },
    wake: async ({ run, id }) => {
      if (await signal({ run, id })) return;
      // No workflow: a crash came between parking and starting it, or the run has just ended.
      const latest = await deps.runs.get({ tenant: run.tenant, run: run.id });
      if (latest === undefined || latest.status === 'ended') return;
      const outcome: BurstOutcome = { kind: 'wait', until: latest.wakeAt ?? null };
      await startWith({ run: latest, outcome, inbox: [id] });
    },
  };
};
