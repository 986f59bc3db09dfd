import { type Client, isGrpcServiceError } from '@temporalio/client';
import { optionalTsToMs } from '@temporalio/common/lib/time.js';
import protobuf from '@temporalio/proto';

const NOT_FOUND = 5;
const { WorkflowExecutionStatus } = protobuf.temporal.api.enums.v1;

/** How a workflow stands on the server. Instants are epoch milliseconds by its own clock. */
export type WorkflowLook = {
  readonly isRunning: boolean;
  /** Its own time; undefined when nobody ever moved its clock on. */
  readonly now: number | undefined;
  readonly hasTask: boolean;
  /** When each activity that has not ended is tried next; 0 for one that is under way. */
  readonly attempts: readonly number[];
  /** How many events its history has. */
  readonly length: number;
  /** Whether the server still has to move its clock on. */
  readonly isSkipping: boolean;
};

/** Answers undefined where the server knows no such workflow. */
export const unlessMissing = async <T>(call: Promise<T>): Promise<T | undefined> => {
  try {
    return await call;
  } catch (thrown) {
    if (!isGrpcServiceError(thrown)) throw thrown;
    const code: number = thrown.code;
    if (code === NOT_FOUND) return undefined;
    throw thrown;
  }
};

/** Looks at the last run of a workflow; undefined when there is none. */
export const lookAtWorkflow = async (input: {
  client: Client;
  namespace: string;
  workflowId: string;
}): Promise<WorkflowLook | undefined> => {
  const { client, namespace, workflowId } = input;
  const answer = await unlessMissing(
    client.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId } }),
  );
  if (answer === undefined) return undefined;
  const { workflowExecutionInfo: info, workflowExtendedInfo: extended } = answer;
  const skipping = extended?.timeSkippingInfo;
  return {
    isRunning: info?.status === WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING,
    now: optionalTsToMs(skipping?.currentTime),
    hasTask: (answer.pendingWorkflowTask ?? null) !== null,
    attempts: (answer.pendingActivities ?? []).map(
      ({ nextAttemptScheduleTime }) => optionalTsToMs(nextAttemptScheduleTime) ?? 0,
    ),
    length: Number(info?.historyLength ?? 0),
    isSkipping: skipping?.effectiveConfig?.enabled ?? false,
  };
};
