import { randomUUID } from 'node:crypto';

import { inject } from 'vitest';

import { type ConnectedStore, connectStore } from '../connect-store.ts';

/** A store over a database of its own, with its indexes; `close` removes the database. */
export const openTestStore = async (
  input: { onCommand?: Parameters<typeof connectStore>[0]['onCommand'] } = {},
): Promise<ConnectedStore & { readonly tenant: string; readonly uri: string }> => {
  const name = `store_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const uri = inject('mongoUri').replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`);
  const { onCommand } = input;
  const store = await connectStore({ uri, ...(onCommand === undefined ? {} : { onCommand }) });
  await store.ensureIndexes();
  return {
    ...store,
    uri,
    tenant: `t${name.slice(6)}`,
    close: async () => {
      await store.connection.dropDatabase();
      await store.close();
    },
  };
};
