import { createServer, type Server } from 'node:net';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { connectStore } from './connect-store.ts';
import { openTestStore } from './testing/open-store.ts';
import { noon, sampleEvent } from './testing/samples.ts';

/** A door to the real database that can be shut. */
const openDoor = async () => {
  const { connect } = await import('node:net');
  const target = new URL(inject('mongoUri'));
  const open = new Set<{ destroy: () => void }>();
  const server: Server = createServer((inside) => {
    const outside = connect(Number(target.port), target.hostname);
    for (const one of [inside, outside]) {
      open.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => open.delete(one));
    }
    inside.pipe(outside);
    outside.pipe(inside);
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
  await listen(0);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    open: () => listen(port),
    shut: async () => {
      const closed = new Promise((resolve) => {
        server.close(resolve);
      });
      for (const one of open) one.destroy();
      await closed;
    },
  };
};

describe('the connection to the database', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  it('says that there is no database, instead of waiting for one', async () => {
    const door = await openDoor();
    await door.shut();
    await expect(connectStore({ uri: `mongodb://127.0.0.1:${door.port}/x` })).rejects.toMatchObject({
      code: 'unavailable',
      retryable: true,
    });
  });

  it('fails every call as unavailable while the database is away, and works again when it is back', async () => {
    const door = await openDoor();
    const { pathname } = new URL(store.uri);
    const own = await connectStore({
      uri: `mongodb://127.0.0.1:${door.port}${pathname}?directConnection=true`,
    });
    try {
      const event = sampleEvent({ tenant: store.tenant, messageId: 'door' });
      const insert = () => own.stores.events.insert({ rows: [{ event, state: 'pending', due: noon }] });
      await insert();
      await door.shut();
      const calls = [
        insert(),
        own.ping(),
        own.stores.events.get({ tenant: store.tenant, messageId: 'door' }),
        own.stores.commands.get({ tenant: store.tenant, id: 'c' }),
        own.stores.erase({ tenant: store.tenant, profileId: 'p' }),
      ];
      const answers = await Promise.allSettled(calls);
      for (const answer of answers) {
        expect(answer).toMatchObject({
          status: 'rejected',
          reason: { name: 'CicloError', code: 'unavailable' },
        });
      }
      await door.open();
      await expect.poll(() => own.ping().then(() => 'back'), { timeout: 20_000 }).toBe('back');
      expect((await insert()).duplicates.size).toBe(1);
    } finally {
      await own.close();
      await door.shut();
    }
  });

  it('makes its indexes once, however many processes make them at the same time', async () => {
    await Promise.all(Array.from({ length: 5 }, () => store.ensureIndexes()));
    const indexes = await store.connection.collection('events').indexes();
    expect(indexes.map((index) => index.name).toSorted()).toEqual([
      '_id_',
      'due',
      'listed',
      'named',
      'person',
      'stuck',
    ]);
  });

  it('refuses calls after it was closed as unavailable, instead of waiting', async () => {
    const own = await connectStore({ uri: store.uri });
    await own.close();
    await expect(own.stores.runs.get({ tenant: 't', run: 'r' })).rejects.toMatchObject({
      code: 'unavailable',
    });
    await expect(own.stores.devClock.offset('t')).rejects.toMatchObject({ code: 'unavailable' });
  });
});
