import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import type { Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';

import { CicloError } from '../../domain/errors.ts';
import type { Clock } from '../clock.ts';
import { lookAtWorkflow, unlessMissing, type WorkflowLook } from './workflow-look.ts';

/*
 * The only file that knows Temporal's time skipping (server 1.32, experimental upstream). A run's clock is moved on by
 * hops: the server is asked for one skip, which goes to the next timer, retry or backoff, or to the target where that
 * comes first. A hop is one transaction of a run that has nothing at hand, and leaves skipping switched off.
 *
 * A "fast-forward" of many skips is not asked for. While one is under way and a workflow task ends just after its
 * target has gone by, the server looks past the target and goes on to the next timer, however far away that is
 * (temporalio/temporal#11373, mended after 1.32.0).
 */

const BOUND_MS = 30_000;
/**
 * Nearer than this a clock counts as right: the rest passes by itself. It is also the time within which a hop that
 * met a workflow task can be taken back before its target has gone by.
 */
const CLOSE_MS = 2_000;
const LOOK_AGAIN_MS = 5;
/** Events that a hop adds to the history: that it was asked for, and the skip. */
const HOP_EVENTS = 2;

/** Moves the clocks of single runs on. All durations and instants are in milliseconds. */
export interface VirtualTime {
  /**
   * Moves a run's own clock on by `byMs` and resolves when it is there, or less than two seconds before: timers due
   * on the way have fired, each at its exact virtual instant. Jumps one after the other add up; two at once on one
   * run do not. `gone` when the run has ended or never was; a run that ends on the way counts as `jumped`. Throws
   * `timeout` when something in flight (an activity without a worker, say) holds the clock for longer than `boundMs`
   * (30 s); the clock then stays where it is.
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

const late = (input: { workflowId: string; boundMs: number }): CicloError =>
  new CicloError({
    code: 'timeout',
    message: `The clock of run ${input.workflowId} did not arrive within ${input.boundMs} ms: it waits for work in flight`,
    details: input,
  });

/** A hop as it was asked for. */
type Hop = {
  /** How long the history is right after it. */
  readonly length: number;
  /** The instant at which it ends at most. */
  readonly target: number;
};

/** Whether something is at hand that a hop would have to wait for. */
const isBusy = (input: { look: WorkflowLook; now: number; hop: Hop | undefined }): boolean => {
  const { look, now, hop } = input;
  if (look.hasTask || look.attempts.some((at) => at <= now)) return true;
  // It came to a timer that the server has not fired yet.
  return hop !== undefined && now < hop.target && look.length <= hop.length;
};

/** Moves runs' clocks on, each run on its own. Works with servers that have time skipping switched on. */
export const createVirtualTime = (deps: { client: Client; namespace: string; clock: Clock }): VirtualTime => {
  const { client, namespace, clock } = deps;
  const look = (workflowId: string) => lookAtWorkflow({ client, namespace, workflowId });

  const configure = (workflowId: string, timeSkippingConfig: object) =>
    unlessMissing(
      client.workflowService.updateWorkflowExecutionOptions({
        namespace,
        workflowExecution: { workflowId },
        workflowExecutionOptions: { timeSkippingConfig },
        updateMask: { paths: ['time_skipping_config'] },
      }),
    );
  const hop = (workflowId: string, byMs: number) =>
    configure(workflowId, {
      enabled: true,
      maxSessionSkipCount: 1,
      fastForwardConfig: { id: randomUUID(), duration: msToTs(byMs) },
    });

  const align: VirtualTime['align'] = async ({ workflowId, aheadMs, boundMs = BOUND_MS }) => {
    const end = Date.now() + boundMs;
    let hopped: Hop | undefined;
    for (;;) {
      const seen = await look(workflowId);
      if (seen?.isRunning !== true) return hopped === undefined ? 'gone' : 'jumped';
      const now = seen.now ?? clock.now();
      const restMs = clock.now() + aheadMs - now;
      // It met a workflow task: nothing is left behind that could skip later.
      if (seen.isSkipping) await configure(workflowId, { enabled: false });
      if (restMs < CLOSE_MS) return hopped === undefined ? 'there' : 'jumped';
      if (Date.now() >= end) throw late({ workflowId, boundMs });
      if (seen.isSkipping || isBusy({ look: seen, now, hop: hopped })) {
        await pause(LOOK_AGAIN_MS);
        continue;
      }
      await hop(workflowId, restMs);
      hopped = { length: seen.length + HOP_EVENTS, target: now + restMs };
    }
  };

  const clockOf: VirtualTime['clockOf'] = async (workflowId) => {
    const seen = await look(workflowId);
    return seen === undefined ? undefined : (seen.now ?? clock.now());
  };

  return {
    clockOf,
    align,
    jump: async ({ workflowId, byMs, boundMs }) => {
      if (!Number.isFinite(byMs) || byMs <= 0) {
        throw new CicloError({ code: 'invalid-input', message: `A clock cannot be moved on by ${byMs} ms` });
      }
      const from = await clockOf(workflowId);
      if (from === undefined) return 'gone';
      const aheadMs = from + byMs - clock.now();
      const moved = await align({ workflowId, aheadMs, ...(boundMs === undefined ? {} : { boundMs }) });
      return moved === 'gone' ? 'gone' : 'jumped';
    },
  };
};
