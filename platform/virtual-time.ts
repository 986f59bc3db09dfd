import { randomUUID } from 'node:crypto';
import { isGrpcServiceError, type Client } from '@temporalio/client';
import { InternalWorkflowStartOptionsSymbol } from '@temporalio/client/lib/internal.js';
import { msToTs, optionalTsToMs } from '@temporalio/common/lib/time.js';
import protobuf from '@temporalio/proto';
import { CicloError } from '../domain/errors.ts';
import type { Clock } from './clock.ts';

/*
 * The only file that knows Temporal's time skipping (server 1.32, experimental upstream). A run's clock is moved on
 * by a "fast-forward": virtual time goes to now + duration, firing every timer, retry and backoff on its way at its
 * own instant, and then runs on at the speed of real time. A second fast-forward replaces one that is not finished
 * yet, so each is waited for.
 */

const BOUND_MS = 30_000;
const NOT_FOUND = 5;
/** Nearer than this a clock counts as right: about what asking and moving take. */
const CLOSE_MS = 50;
/** Wake-ups allowed within one jump; the server's default of 200 would stop a long jump on its way. */
const MAX_WAKE_UPS = 100_000;

const { FastForwardPollingResult } = protobuf.temporal.api.enums.v1;

/** Moves the clocks of single runs on. All durations and instants are in milliseconds. */
export interface VirtualTime {
  /**
   * Moves a run's own clock on by `byMs` and resolves when it is there: timers due on the way have fired, each at
   * its exact virtual instant. Jumps one after the other add up; two at once on one run do not. `gone` when the run
   * has ended or never was; a run that ends on the way counts as `jumped`. Throws `timeout` when something in
   * flight (an activity without a worker, say) holds the clock for longer than `boundMs` (30 s); the jump still
   * completes when that is over.
   */
  readonly jump: (input: {
    workflowId: string;
    byMs: number;
    boundMs?: number;
  }) => Promise<'jumped' | 'gone'>;
  /**
   * Brings a run's clock to `aheadMs` before the machine's, whatever moved it until now: safe to repeat after a
   * crash, and free of the small lag that jumps gather while timers fire in between. Clocks never go back.
   */
  readonly align: (input: {
    workflowId: string;
    aheadMs: number;
    boundMs?: number;
  }) => Promise<'jumped' | 'there' | 'gone'>;
  /** The time by a run's own clock, in milliseconds since the epoch; undefined when there is no such run. */
  readonly clockOf: (workflowId: string) => Promise<number | undefined>;
}

const fastForward = (input: { id: string; byMs: number }) => ({
  enabled: true,
  maxSessionSkipCount: MAX_WAKE_UPS,
  fastForwardConfig: { id: input.id, duration: msToTs(input.byMs) },
});

/**
 * Options to spread into `client.workflow.start` so that the new run's clock goes `aheadMs` ahead at once, in the
 * same request. The first workflow task still sees the real time: a run that must not act before its tenant's time
 * first sleeps until then, which the jump ends.
 */
export const startAhead = (aheadMs: number) =>
  aheadMs <= 0
    ? {}
    : {
        [InternalWorkflowStartOptionsSymbol]: {
          timeSkippingConfig: fastForward({ id: randomUUID(), byMs: aheadMs }),
        },
      };

const isGone = (thrown: unknown): boolean => {
  if (!isGrpcServiceError(thrown)) return false;
  const code: number = thrown.code;
  return code === NOT_FOUND;
};

const orGone = async <T>(call: Promise<T>): Promise<T | 'gone'> => {
  try {
    return await call;
  } catch (thrown) {
    if (isGone(thrown)) return 'gone';
    throw thrown;
  }
};

/** Resolves when the fast-forward is complete or its run has ended; asks again each time the server's poll ends. */
const waitForJump = async (deps: {
  client: Client;
  namespace: string;
  workflowId: string;
  id: string;
  boundMs: number;
}): Promise<void> => {
  const { client, namespace, workflowId, id, boundMs } = deps;
  const { connection } = client;
  const deadline = Date.now() + boundMs;
  const request = { namespace, workflowExecution: { workflowId }, fastForwardId: id };
  const late = (): CicloError =>
    new CicloError({
      code: 'timeout',
      message: `The clock of run ${workflowId} did not arrive within ${boundMs} ms: it waits for work in flight`,
      details: { workflowId, boundMs },
    });
  while (Date.now() < deadline) {
    const answer = await connection
      .withDeadline(deadline, async () => client.workflowService.pollWorkflowExecutionTimeSkipping(request))
      .catch((thrown: unknown) => {
        throw Date.now() >= deadline ? late() : thrown;
      });
    switch (answer.fastForwardPollingResult) {
      case FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED:
        return;
      case FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_FAILED:
        if (/execution ended/.test(answer.failedReason)) return;
        throw new CicloError({
          code: 'conflict',
          message: `The clock of run ${workflowId} was moved by somebody else at the same time: ${answer.failedReason}`,
          details: { workflowId },
        });
      default:
    }
  }
  throw late();
};

/** Moves runs' clocks on, each run on its own. Works with servers that have time skipping switched on. */
export const createVirtualTime = (deps: { client: Client; namespace: string; clock: Clock }): VirtualTime => {
  const { client, namespace, clock } = deps;

  const clockOf: VirtualTime['clockOf'] = async (workflowId) => {
    const answer = await orGone(
      client.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId } }),
    );
    if (answer === 'gone') return undefined;
    return optionalTsToMs(answer.workflowExtendedInfo?.timeSkippingInfo?.currentTime) ?? clock.now();
  };

  const jump: VirtualTime['jump'] = async ({ workflowId, byMs, boundMs = BOUND_MS }) => {
    if (!Number.isFinite(byMs) || byMs <= 0) {
      throw new CicloError({ code: 'invalid-input', message: `A clock cannot be moved on by ${byMs} ms` });
    }
    const id = randomUUID();
    const answer = await orGone(
      client.workflowService.updateWorkflowExecutionOptions({
        namespace,
        workflowExecution: { workflowId },
        workflowExecutionOptions: { timeSkippingConfig: fastForward({ id, byMs }) },
        updateMask: { paths: ['time_skipping_config'] },
      }),
    );
    if (answer === 'gone') return 'gone';
    await waitForJump({ client, namespace, workflowId, id, boundMs });
    return 'jumped';
  };

  const align: VirtualTime['align'] = async ({ workflowId, aheadMs, boundMs = BOUND_MS }) => {
    const current = await clockOf(workflowId);
    if (current === undefined) return 'gone';
    const restMs = clock.now() + aheadMs - current;
    return restMs < CLOSE_MS ? 'there' : jump({ workflowId, byMs: restMs, boundMs });
  };

  return { jump, align, clockOf };
};
