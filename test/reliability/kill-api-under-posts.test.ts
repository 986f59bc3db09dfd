import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';

import { freePort } from '../../platform/free-port.ts';
import { connectStore, type ConnectedStore } from '../../server/stores/connect-store.ts';
import { createEngineProcess, type EngineProcess } from '../harness/engine-process.ts';
import { startMailServer, type MailServer } from '../harness/mail-server.ts';
import { ownDatabase } from '../harness/own-database.ts';
import { shopFiles } from '../harness/shop.ts';

const tenant = 'killed-api';
const writeKey = 'sk_of-the-processes-of-a-test';
const total = 600;
const people = 30;
const connections = 8;
const mongoUri = ownDatabase(inject('mongoUri'));

/** So many mails a process hands over at once. */
const atOnce = 4;

let store: ConnectedStore;
let mail: MailServer;
let api: EngineProcess;
let worker: EngineProcess;
let url: string;

beforeAll(async () => {
  mail = await startMailServer();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const config = { server: { env: 'SMTP_URL' }, tls: 'off', connections: atOnce };
  const shop = {
    files: await shopFiles({
      tenant,
      settings: { plugins: { mail: { use: 'smtp', config } } },
      files: {
        // A run per event, done at once; the points count how often its step was done.
        'journeys/mailed.json': {
          key: 'mailed',
          name: 'Mails at once',
          stage: 'retention',
          entry: { on: 'Mailed', again: 'never' },
          steps: [{ id: 'mail', type: 'send', channel: 'email', message: 'lead-guide', topic: 'news' }],
        },
        'journeys/count.json': {
          key: 'count',
          name: 'Counts what happened',
          stage: 'retention',
          entry: { on: 'Happened', key: '$.properties.n', again: 'never' },
          steps: [{ id: 'point', type: 'points', by: 1, reason: 'it happened' }],
        },
      },
    }),
    env: {
      MONGODB_URI: mongoUri,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      SMTP_URL: mail.url,
      PORT: String(port),
      CICLO_LEASE_SECONDS: '10',
    },
  };
  api = await createEngineProcess({ part: 'api', ...shop });
  worker = await createEngineProcess({ part: 'worker', ...shop });
  store = await connectStore({ uri: mongoUri });
  await api.start();
});

afterAll(async () => {
  await api.close();
  await worker.close();
  await store.close();
  await mail.stop();
});

const idOf = (n: number): string => `happened-${n}`;

/** Whether the API took the event; false when it could not be asked or did not say so. */
const post = async (n: number): Promise<boolean> => {
  try {
    const answer = await fetch(`${url}/v1/track`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
      },
      body: JSON.stringify({
        userId: `person-${n % people}`,
        event: 'Happened',
        messageId: idOf(n),
        properties: { n: String(n) },
      }),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
};

/** Posts events over a few connections until all are posted or one is not taken; tells of each that was. */
const postAll = async (input: { events: readonly number[]; taken: (n: number) => void }): Promise<void> => {
  const left = input.events[Symbol.iterator]();
  const connection = async (): Promise<void> => {
    for (const n of left) {
      if (!(await post(n))) return;
      input.taken(n);
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
};

const everything = { timeout: 240_000, interval: 500 };

it(
  'processes each event it said yes to once, when it is killed under load',
  { timeout: 420_000 },
  async () => {
    const seed = randomInt(100, total - 100);
    process.stderr.write(`The API is killed after ${seed} answers.\n`);
    const taken = new Set<number>();
    let gone: Promise<void> | undefined;
    const all = Array.from({ length: total }, (_, n) => n);
    await postAll({
      events: all,
      taken: (n) => {
        taken.add(n);
        if (taken.size === seed) gone = api.kill();
      },
    });
    await gone;
    expect(taken.size).toBeLessThan(total);
    expect(taken.size).toBeGreaterThanOrEqual(seed);

    const { eventReads, runReads, peopleReads } = store.stores;
    const events = () => eventReads.events({ tenant, name: 'Happened', limit: 2 * total });
    const storedIds = async () => new Set((await events()).map((event) => event.messageId));
    const accepted = await storedIds();
    expect([...taken].filter((n) => !accepted.has(idOf(n)))).toEqual([]);

    await api.start();
    const rest = all.filter((n) => !taken.has(n));
    await postAll({ events: rest, taken: (n) => taken.add(n) });
    expect(taken.size).toBe(total);

    const happened = store.connection.collection('events');
    const left = () => happened.countDocuments({ tenant, name: 'Happened', state: { $ne: 'done' } });
    await expect.poll(left, everything).toBe(0);
    expect(new Set((await events()).map(({ state }) => state))).toEqual(new Set(['done']));
    expect((await storedIds()).size).toBe(total);

    const runs = await runReads.runs({ tenant, journey: 'count', limit: 2 * total });
    expect(runs.map((run) => run.entryKey).toSorted()).toEqual(all.map(String).toSorted());
    expect(new Set(runs.map((run) => `${run.status} ${run.outcome}`))).toEqual(new Set(['ended completed']));

    const profiles = await peopleReads.profiles({ tenant, limit: 2 * people });
    expect(profiles.map((profile) => profile.points)).toEqual(
      Array.from({ length: people }, () => total / people),
    );
  },
);

it(
  'loses no mail when it is killed while its pool is full, and repeats no more than was in flight, under the same Message-ID',
  { timeout: 300_000 },
  async () => {
    const readers = Array.from({ length: 4 * atOnce }, (_, n) => `reader-${n}`);
    const addressOf = (userId: string): string => `${userId}@example.com`;
    const calls = readers.flatMap((userId) => [
      { type: 'identify', userId, traits: { email: addressOf(userId) } },
      { type: 'track', userId, event: 'Consent Granted', properties: { channel: 'email', topic: '*' } },
      { type: 'track', userId, event: 'Mailed', properties: {} },
    ]);
    mail.script = () => ({ at: 'data', answer: 'hold' });
    const answer = await fetch(`${url}/v1/batch`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
      },
      body: JSON.stringify({ batch: calls }),
    });
    expect(answer.status).toBe(200);
    const rows = () => store.stores.messageReads.messages({ tenant, journey: 'mailed', limit: 100 });
    await expect.poll(async () => (await rows()).length, everything).toBe(readers.length);
    await expect.poll(() => mail.held(), everything).toBe(atOnce);
    await api.kill();
    mail.script = () => undefined;
    mail.release();
    await expect.poll(() => mail.mails.length, everything).toBe(atOnce);

    await Promise.all([api.start(), worker.start()]);
    const states = async () => new Set((await rows()).map((row) => row.status));
    await expect.poll(states, everything).toEqual(new Set(['accepted']));
    const taken = readers.map((userId) => mail.to(addressOf(userId)));
    expect(taken.map((one) => new Set(one.map(({ messageId }) => messageId)).size)).toEqual(
      readers.map(() => 1),
    );
    expect(mail.mails.length - readers.length).toBeLessThanOrEqual(atOnce);
  },
);
