import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';

import { freePort } from '../../platform/free-port.ts';
import { connectStore, type ConnectedStore } from '../../server/stores/connect-store.ts';
import { textOf } from '../harness/canary.ts';
import { createEngineProcess, type EngineProcess } from '../harness/engine-process.ts';
import { type HeldDatabase, holdDatabase } from '../harness/held-database.ts';
import { ownDatabase } from '../harness/own-database.ts';
import { shopFiles } from '../harness/shop.ts';

const tenant = 'killed-erasure';
const mongoUri = ownDatabase(inject('mongoUri'));
const patience = { interval: 250 };

/** At which deletion the process is killed: near the beginning, in the middle, and at the very last. */
const people = [
  { userId: 'zoraida-first', collection: 'messages' },
  { userId: 'zoraida-middle', collection: 'runs' },
  { userId: 'zoraida-last', collection: 'profiles' },
] as const;
/** Of nobody else; in whatever case it is written. */
const canaries = ['zoraida', 'quintanilla', '+3461199900'];

let database: HeldDatabase;
let store: ConnectedStore;
let engine: EngineProcess;
let url: string;
let inbox: string;

beforeAll(async () => {
  database = await holdDatabase(mongoUri);
  const ports = [await freePort(), await freePort()];
  url = `http://127.0.0.1:${ports[0]}`;
  inbox = `http://127.0.0.1:${ports[1]}`;
  engine = await createEngineProcess({
    part: 'start',
    files: await shopFiles({
      tenant,
      files: {
        'journeys/cart.json': {
          key: 'cart',
          name: 'Cart',
          stage: 'retention',
          entry: { on: 'Checkout Started' },
          steps: [
            { id: 'mail', type: 'send', channel: 'email', message: 'welcome' },
            { id: 'rest', type: 'wait', for: '30 days' },
          ],
        },
      },
    }),
    env: {
      MONGODB_URI: database.uri,
      PORT: String(ports[0]),
      CICLO_INBOX_PORT: String(ports[1]),
      CICLO_LEASE_SECONDS: '5',
      LOG_LEVEL: 'debug',
    },
  });
  store = await connectStore({ uri: mongoUri });
  await engine.start();
});

afterAll(async () => {
  await engine.close();
  await store.close();
  await database.close();
});

const call = (method: string, path: string, key: string, body?: object): Promise<Response> =>
  fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const apiKey = 'ak_of-the-processes-of-a-test';
const batch = async (calls: readonly object[]): Promise<void> => {
  const answer = await call('POST', '/v1/batch', 'sk_of-the-processes-of-a-test', { batch: calls });
  expect(await answer.json()).toMatchObject({ accepted: calls.length, rejected: [] });
};

/** Every file below a folder, with what it holds. */
const filesIn = async (dir: string): Promise<ReadonlyMap<string, string>> => {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map(async ({ parentPath, name }): Promise<[string, string]> => {
      const path = join(parentPath, name);
      return [path.slice(dir.length + 1), (await readFile(path)).toString('latin1')];
    }),
  );
  return new Map(texts);
};

const documents = async (): Promise<ReadonlyMap<string, string>> => {
  const { connection } = store;
  const names = (await connection.listCollections()).map(({ name }) => name);
  const texts = names.map(async (name): Promise<[string, string]> => [
    name,
    textOf(await connection.collection(name).find().toArray()),
  ]);
  return new Map(await Promise.all(texts));
};

/** Where something of somebody is found. */
const placesIn = (texts: ReadonlyMap<string, string>, words: readonly string[] = canaries): string[] =>
  [...texts]
    .filter(([, text]) => words.some((word) => text.toLowerCase().includes(word)))
    .map(([place]) => place)
    .toSorted();

const profileOf = async (userId: string): Promise<string> => {
  const [profile] = await store.stores.profiles.withIds({ tenant, ids: [`user:${userId}`] });
  return profile?.id ?? '';
};
const mails = async (): Promise<string> => (await fetch(`${inbox}/api/mails`)).text();

it('completes erasures after a kill in the middle of them, and nothing is left in database, inbox, output or data folder', async () => {
  for (const [n, { userId }] of people.entries()) {
    const email = `${userId}@leaves.test`;
    await batch([
      {
        type: 'identify',
        userId,
        traits: { email, phone: `+3461199900${n}`, firstName: 'Zoraida', lastName: 'Quintanilla' },
      },
      { type: 'track', event: 'Consent Granted', userId, properties: { channel: 'email', topic: '*' } },
      { type: 'track', event: 'Checkout Started', userId, properties: { cart_id: `${userId}-cart` } },
      { type: 'track', event: 'Order Completed', userId, properties: { order_id: `o-${n}`, total: 5 } },
    ]);
    await expect.poll(mails, patience).toContain(email);
  }
  expect(placesIn(await documents())).toEqual(
    expect.arrayContaining(['events', 'messages', 'profiles', 'runs']),
  );

  const profileIds = await Promise.all(people.map(({ userId }) => profileOf(userId)));
  const held = people.map(({ collection }, n) =>
    database.holdDelete({ collection, what: profileIds[n] ?? '' }),
  );
  const asked = profileIds.map((id) => call('DELETE', `/api/profiles/${id}`, apiKey).catch(() => undefined));
  await Promise.all(held);
  const output = engine.output();
  await engine.kill();
  await Promise.all(asked);
  // All of them are in the middle: something went, and the profile is there still.
  for (const profileId of profileIds) {
    expect(await store.stores.profiles.get({ tenant, profileId })).toBeDefined();
  }
  expect(placesIn(await documents(), ['zoraida-last'])).not.toContain('messages');

  await engine.start();
  await expect.poll(async () => placesIn(await documents()), patience).toEqual([]);
  for (const id of profileIds) {
    expect((await call('GET', `/api/profiles/${id}/export`, apiKey)).status).toBe(404);
  }
  expect(placesIn(new Map([['inbox', await mails()]]))).toEqual([]);
  expect(placesIn(new Map([['output', `${output}${engine.output()}`]]))).toEqual([]);
  // With the workflows' histories, the logs of the servers and whatever else lies there.
  const files = await filesIn(engine.dir);
  expect([...files.keys()].filter((path) => path.startsWith('data/')).length).toBeGreaterThan(2);
  expect(placesIn(files)).toEqual([]);
});
