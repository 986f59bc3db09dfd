import type { Log } from '../../platform/log.ts';
import { type ConnectedStore, connectStore } from '../../store/connect-store.ts';

/** The stores of an engine, with what must be closed at the end. */
export type OpenStores = ConnectedStore;

/** Connects to the database and builds the indexes that are missing. */
export const openStores = async (input: { uri: string; log: Log }): Promise<OpenStores> => {
  const store = await connectStore({ uri: input.uri, log: input.log });
  try {
    await store.ensureIndexes();
    return store;
  } catch (thrown) {
    await store.close();
    throw thrown;
  }
};
