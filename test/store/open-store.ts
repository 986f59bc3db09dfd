import { inject } from 'vitest';

import { type ConnectedStore, connectStore } from '../../server/stores/connect-store.ts';
import { createMemoryCollections, layoutOf } from '../../platform/mongo/collections/memory.ts';
import { schemas } from '../../server/stores/schemas.ts';
import { createStores } from '../../server/stores/stores.ts';
import { databaseUri, newDatabaseName } from './database-uri.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What the stores of `openTestStore` are over: a database server, or the memory of the process. */
    storeBackend: 'server' | 'memory';
  }
}

/** What both backends have. */
export type TestStore = Pick<ConnectedStore, 'stores' | 'collections' | 'close'> & {
  readonly tenant: string;
  /** The stores of another process over the same database. */
  readonly beside: () => Promise<Pick<ConnectedStore, 'stores' | 'close'>>;
};

const tenantOf = (name: string): string => `t${name.slice(-12)}`;

/** A store over a database of its own on a server, with its indexes; `close` removes the database. */
export const openServerStore = async (
  input: Pick<Parameters<typeof connectStore>[0], 'onCommand' | 'retention'> = {},
): Promise<ConnectedStore & { readonly tenant: string; readonly uri: string }> => {
  const name = newDatabaseName(inject('testRun'));
  const uri = databaseUri({ uri: inject('mongoUri'), name });
  const store = await connectStore({ uri, ...input });
  await store.ensureIndexes();
  return {
    ...store,
    uri,
    tenant: tenantOf(name),
    close: async () => {
      await store.connection.dropDatabase();
      await store.close();
    },
  };
};

/** A store of its own over what the project of the tests runs on; see `vitest.config.ts`. */
export const openTestStore = async (): Promise<TestStore> => {
  if (inject('storeBackend') === 'server') {
    const store = await openServerStore();
    return { ...store, beside: () => connectStore({ uri: store.uri }) };
  }
  const close = async (): Promise<void> => undefined;
  const collections = createMemoryCollections(layoutOf(schemas, { isStrict: true }));
  const tenant = tenantOf(newDatabaseName('memory'));
  const open = () => ({ stores: createStores({ collections }), close });
  return { ...open(), collections, tenant, beside: async () => open() };
};
