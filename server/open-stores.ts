import type { Retention } from '../domain/privacy/retention.ts';
import type { Log } from '../platform/log.ts';
import { type ConnectedStore, connectStore } from './stores/connect-store.ts';
import { refuseServer } from '../platform/mongo/probe/probe.ts';

/** The stores of an engine, with what must be closed at the end. */
export type OpenStores = ConnectedStore;

/**
 * Connects to the database, refuses a server that cannot carry the stores (`bad-configuration`), and builds the
 * indexes that are missing.
 */
export const openStores = async (input: {
  uri: string;
  log: Log;
  retention?: Retention | undefined;
}): Promise<OpenStores> => {
  const store = await connectStore(input);
  try {
    const report = await store.probe();
    refuseServer(report);
    input.log.debug({ server: report.server, advice: report.advice }, 'The database has all that is needed.');
    await store.ensureIndexes();
    return store;
  } catch (thrown) {
    await store.close();
    throw thrown;
  }
};
