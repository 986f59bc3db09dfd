import { DefaultLogger, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { connectTemporalWorker } from '../../platform/temporal/temporal-worker.ts';

/** A worker that runs until it is stopped. */
export interface TestWorker {
  readonly worker: Worker;
  readonly stop: () => Promise<void>;
}

/** Turns the SDK's chatter off in this process. */
export const beQuiet = (): void => {
  try {
    Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  } catch {
    // Another worker of this test file has done it.
  }
};

/** Starts a worker on the test run's Temporal, with the SDK's chatter off. Give each file a task queue of its own. */
export const startTestWorker = async (
  input: { address: string; taskQueue: string } & Omit<WorkerOptions, 'connection' | 'taskQueue'>,
): Promise<TestWorker> => {
  const { address, ...options } = input;
  beQuiet();
  const connection = await connectTemporalWorker({ address, namespace: options.namespace ?? 'default' });
  const worker = await Worker.create({ ...options, connection });
  const running = worker.run();
  return {
    worker,
    stop: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await running;
      await connection.close();
    },
  };
};
