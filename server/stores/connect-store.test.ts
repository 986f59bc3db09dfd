import { createServer, type Server } from 'node:net';

import { mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { eventSchema } from '../../engine/events/store/event-schema.ts';
import { connectStore } from './connect-store.ts';
import { toStartError } from '../../platform/mongo/start-error.ts';
import { openServerStore } from '../../test/store/open-store.ts';
import { noon, noTraces, sampleEvent } from '../../test/store/samples.ts';

/** User and password, the first host and the rest of a URI. */
const partsOf = (uri: string) => {
  const [, login = '', host = '', rest = ''] = /^mongodb:\/\/([^@/]*@)?([^/,?]+)[^/?]*(.*)$/.exec(uri) ?? [];
  return { login, host, rest };
};

/** The same database behind another host, asked directly. */
const behindDoor = (uri: string, port: number): string => {
  const { login, rest } = partsOf(uri);
  const [path = '', query = ''] = rest.split('?');
  const kept = new URLSearchParams(query);
  kept.delete('replicaSet');
  kept.set('directConnection', 'true');
  return `mongodb://${login}127.0.0.1:${port}${path}?${kept.toString()}`;
};

const waitMs = 3000;

/** A door to the real database that can be shut. */
const openDoor = async () => {
  const { connect } = await import('node:net');
  const target = new URL(`tcp://${partsOf(inject('mongoUri')).host}`);
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
  let store: Awaited<ReturnType<typeof openServerStore>>;
  beforeAll(async () => {
    store = await openServerStore();
  });
  afterAll(() => store.close());

  it('says that there is no database, instead of waiting for one', async () => {
    const door = await openDoor();
    await door.shut();
    await expect(connectStore({ uri: `mongodb://127.0.0.1:${door.port}/x`, waitMs })).rejects.toMatchObject({
      code: 'unavailable',
      retryable: true,
    });
  });

  it('fails every call as unavailable while the database is away, and works again when it is back', async () => {
    const door = await openDoor();
    const own = await connectStore({ uri: behindDoor(store.uri, door.port), waitMs });
    try {
      const event = sampleEvent({ tenant: store.tenant, messageId: 'door' });
      const insert = () => own.stores.events.insert({ rows: [{ event, state: 'pending', due: noon }] });
      await insert();
      await door.shut();
      const calls = [
        insert(),
        own.ping(),
        own.stores.events.get({ tenant: store.tenant, id: 'door' }),
        own.stores.commands.get({ tenant: store.tenant, id: 'c' }),
        own.stores.people.erase({ tenant: store.tenant, profileIds: ['p'], traces: noTraces }),
      ];
      const answers = await Promise.allSettled(calls);
      for (const answer of answers) {
        expect(answer).toMatchObject({
          status: 'rejected',
          reason: { name: 'CicloError', code: 'unavailable' },
        });
      }
      await door.open();
      await expect.poll(() => own.ping().then(() => 'back')).toBe('back');
      expect((await insert()).duplicates.size).toBe(1);
    } finally {
      await own.close();
      await door.shut();
    }
  });

  it('makes its indexes once, however many processes make them at the same time', async () => {
    await Promise.all(Array.from({ length: 5 }, () => store.ensureIndexes()));
    const indexes = await store.connection.collection('events').indexes();
    const named = eventSchema.indexes().map(([, { name }]) => name);
    expect(indexes.map((index) => index.name).toSorted()).toEqual(['_id_', ...named].toSorted());
  });

  it.each([
    [
      'a refused login',
      new mongo.MongoServerError({ message: 'Authentication failed.', code: 18 }),
      /login of MONGODB_URI/,
    ],
    [
      'a server too old for the driver',
      new mongo.MongoCompatibilityError('reports maximum wire version 8, but requires at least 9'),
      /MongoDB 7\.0 or later/,
    ],
  ])('says of %s at start that the settings are wrong, so that nobody waits for it', (_, thrown, said) => {
    expect(toStartError(thrown)).toMatchObject({
      code: 'bad-configuration',
      message: expect.stringMatching(said),
    });
  });

  it('keeps its promises of durability and order whatever the URI says', async () => {
    const uri = new URL(store.uri);
    const weak = {
      w: '1',
      journal: 'false',
      wtimeoutMS: '600000',
      readPreference: 'secondaryPreferred',
      readConcernLevel: 'available',
    };
    for (const [name, value] of Object.entries(weak)) uri.searchParams.set(name, value);
    const own = await connectStore({ uri: uri.href });
    const { writeConcern, readPreference, readConcern } = own.connection.getClient().options;
    await own.close();
    expect(writeConcern).toMatchObject({ w: 'majority', journal: true, wtimeoutMS: 5000 });
    expect(readPreference.mode).toBe('primary');
    expect(readConcern).toMatchObject({ level: 'local' });
  });

  it('sends one command a collection to make its indexes', async () => {
    const made: string[] = [];
    const own = await openServerStore({
      onCommand: ({ commandName, command }) => {
        if (commandName === 'createIndexes') made.push(String(command['createIndexes']));
      },
    });
    await own.close();
    expect(made).toContain('profiles');
    expect(made).toHaveLength(new Set(made).size);
  });

  it('names an index that is in the database in another form, and what to do', async () => {
    const own = await openServerStore();
    const tasks = own.connection.collection('tasks');
    await tasks.dropIndex('person');
    await tasks.createIndex({ profileId: 1 }, { name: 'person' });
    const thrown = await own.ensureIndexes().then(
      () => undefined,
      (error: unknown) => error,
    );
    await own.close();
    expect(thrown).toMatchObject({ code: 'bad-configuration' });
    expect(String(thrown)).toContain('tasks has an index in another form: person');
    expect(String(thrown)).toContain('db.tasks.dropIndex("person")');
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
