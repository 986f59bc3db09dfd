import { NativeConnection } from '@temporalio/worker';
import { connectionOptionsOf, temporalUnreachable, type TemporalTarget } from './temporal.ts';

/**
 * Connects a worker. Apart from `temporal.ts`, so that a process that only starts and signals never loads the
 * native worker.
 */
export const connectTemporalWorker = async (target: TemporalTarget): Promise<NativeConnection> => {
  try {
    return await NativeConnection.connect(connectionOptionsOf(target));
  } catch (thrown) {
    throw temporalUnreachable({ target, thrown });
  }
};
