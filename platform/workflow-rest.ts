import { type Client, isGrpcServiceError } from '@temporalio/client';

const NOT_FOUND = 5;

/**
 * Makes the question whether a workflow has nothing at hand: it waits, has ended, or was never started. Its state is
 * then what it will be until time passes or something comes.
 */
export const createIsAtRest =
  (deps: { client: Client; namespace: string }) =>
  async (workflowId: string): Promise<boolean> => {
    try {
      const { pendingWorkflowTask, pendingActivities } =
        await deps.client.workflowService.describeWorkflowExecution({
          namespace: deps.namespace,
          execution: { workflowId },
        });
      return (pendingWorkflowTask ?? null) === null && (pendingActivities ?? []).length === 0;
    } catch (thrown) {
      if (!isGrpcServiceError(thrown)) throw thrown;
      const code: number = thrown.code;
      if (code === NOT_FOUND) return true;
      throw thrown;
    }
  };
