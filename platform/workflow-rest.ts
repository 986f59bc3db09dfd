import { type Client, isGrpcServiceError } from '@temporalio/client';
import { optionalTsToMs } from '@temporalio/common/lib/time.js';

const NOT_FOUND = 5;
/** What is tried again within this time counts as being at hand: a rate limit, say, and not an outage. */
const SOON_MS = 2000;

/**
 * Makes the question whether a workflow has nothing at hand: it waits, has ended, was never started, or what it does
 * failed and is tried again later. Its state is then what it will be until time passes or something comes.
 */
export const createIsAtRest =
  (deps: { client: Client; namespace: string; wall: () => number }) =>
  async (workflowId: string): Promise<boolean> => {
    try {
      const { pendingWorkflowTask, pendingActivities, workflowExtendedInfo } =
        await deps.client.workflowService.describeWorkflowExecution({
          namespace: deps.namespace,
          execution: { workflowId },
        });
      if ((pendingWorkflowTask ?? null) !== null) return false;
      const now = optionalTsToMs(workflowExtendedInfo?.timeSkippingInfo?.currentTime) ?? deps.wall();
      return (pendingActivities ?? []).every(
        ({ nextAttemptScheduleTime }) => (optionalTsToMs(nextAttemptScheduleTime) ?? 0) > now + SOON_MS,
      );
    } catch (thrown) {
      if (!isGrpcServiceError(thrown)) throw thrown;
      const code: number = thrown.code;
      if (code === NOT_FOUND) return true;
      throw thrown;
    }
  };
