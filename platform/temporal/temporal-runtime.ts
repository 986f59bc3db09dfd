import { Runtime } from '@temporalio/worker';
import { CicloError } from '../../domain/errors.ts';
import { freePort } from '../free-port.ts';
import { createTemporalLogger, type Log } from '../log.ts';

const READ_BOUND_MS = 2000;

/** What a process with a worker has installed once for all its workers. */
export interface TemporalRuntime {
  /** The worker's own metrics (`temporal_*`) in Prometheus' text format. Throws `unavailable` when unreadable. */
  readonly workerMetricsText: () => Promise<string>;
  /** Ends it; until then it keeps the process alive, also when nothing was ever connected. May be called again. */
  readonly stop: () => Promise<void>;
}

/**
 * Installs Temporal's native runtime for this process: its log goes into ours, its metrics to a free port of the
 * loopback interface, and signals are left to our own shutdown. Once a process, before the first worker or
 * native connection is made.
 */
export const installTemporalRuntime = async (deps: { log: Log }): Promise<TemporalRuntime> => {
  const bindAddress = `127.0.0.1:${await freePort()}`;
  const runtime = Runtime.install({
    logger: createTemporalLogger(deps.log),
    shutdownSignals: [],
    telemetryOptions: {
      logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } },
      metrics: {
        prometheus: {
          bindAddress,
          countersTotalSuffix: true,
          unitSuffix: true,
          useSecondsForDurations: true,
        },
      },
    },
  });
  return {
    workerMetricsText: async () => {
      const response = await fetch(`http://${bindAddress}/metrics`, {
        signal: AbortSignal.timeout(READ_BOUND_MS),
      });
      if (!response.ok) {
        throw new CicloError({
          code: 'unavailable',
          message: `The worker's metrics answered ${response.status}`,
        });
      }
      return response.text();
    },
    stop: () => runtime.shutdown(),
  };
};
