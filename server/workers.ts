import { type NativeConnection, Worker } from '@temporalio/worker';

import type { BurstActivities } from '../activities/burst-activities.ts';
import { withHeartbeat } from '../activities/heartbeat.ts';
import type { Queues } from './queues.ts';

export type Workers = {
  /** Rejects when a worker fails; ends after `stop`. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
  readonly cachedWorkflows: () => number;
};

/**
 * Starts the two workers of a process: one carries the runs and does their bursts, one does the effects that
 * take longer, on a queue of their own, so that a slow provider never keeps a run from being woken.
 */
export const startWorkers = async (input: {
  connection: NativeConnection;
  namespace: string;
  activities: BurstActivities;
  queues: Queues;
  bundle: { readonly codePath: string };
  maxCachedWorkflows?: number;
}): Promise<Workers> => {
  const { connection, namespace, activities } = input;
  const runs = await Worker.create({
    connection,
    namespace,
    taskQueue: input.queues.runs,
    workflowBundle: input.bundle,
    activities,
    enableNonLocalActivities: false,
    maxCachedWorkflows: input.maxCachedWorkflows ?? 1000,
    maxConcurrentLocalActivityExecutions: 50,
    shutdownGraceTime: '20 seconds',
  });
  const effects = await Worker.create({
    connection,
    namespace,
    taskQueue: input.queues.effects,
    activities: { ...activities, perform: withHeartbeat(activities.perform) },
    maxConcurrentActivityTaskExecutions: 50,
    shutdownGraceTime: '20 seconds',
  });
  const ended = Promise.all([runs.run(), effects.run()]).then(() => undefined);
  const stopOne = (worker: Worker): void => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  return {
    ended,
    stop: async () => {
      stopOne(runs);
      stopOne(effects);
      await ended;
    },
    cachedWorkflows: () => runs.getStatus().numCachedWorkflows,
  };
};
