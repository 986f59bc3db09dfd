import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';

import { freePort } from '../../platform/free-port.ts';
import { connectStore, type ConnectedStore } from '../../store/connect-store.ts';
import { createEngineProcess, type EngineProcess } from '../harness/engine-process.ts';
import { startMailServer, type MailServer } from '../harness/mail-server.ts';
import { ownDatabase } from '../harness/servers.ts';
import { shopFiles } from '../harness/shop.ts';

const tenant = 'killed-api';
const writeKey = 'wk_of-the-processes-of-a-test';
const total = 2_000;
const people = 100;
const connections = 8;
const mongoUri = ownDatabase(inject('mongoUri'));

let store: ConnectedStore;
let mail: MailServer;
let api: EngineProcess;
let url: string;

beforeAll(async () => {
  mail = await startMailServer();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  api = await createEngineProcess({
    part: 'api',
    files: await shopFiles({
      tenant,
      files: {
        // A run per event, done at once; the points count how often its step was done.
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
    },
  });
  store = await connectStore({ uri: mongoUri });
  await api.start();
});

afterAll(async () => {
  await api.close();
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

    const { reads } = store.stores;
    const events = () => reads.events({ tenant, name: 'Happened', limit: 2 * total });
    const storedIds = async () => new Set((await events()).map((event) => event.messageId));
    const accepted = await storedIds();
    expect([...taken].filter((n) => !accepted.has(idOf(n)))).toEqual([]);

    await api.start();
    const rest = all.filter((n) => !taken.has(n));
    await postAll({ events: rest, taken: (n) => taken.add(n) });
    expect(taken.size).toBe(total);

    const states = async () => {
      const counts: Record<string, number> = {};
      for (const { state } of await events()) counts[state] = (counts[state] ?? 0) + 1;
      return counts;
    };
    await expect.poll(states, everything).toEqual({ done: total });
    expect((await storedIds()).size).toBe(total);

    const runs = await reads.runs({ tenant, journey: 'count', limit: 2 * total });
    expect(runs.map((run) => run.entryKey).toSorted()).toEqual(all.map(String).toSorted());
    expect(new Set(runs.map((run) => `${run.status} ${run.outcome}`))).toEqual(new Set(['ended completed']));

    const profiles = await reads.profiles({ tenant, limit: 2 * people });
    expect(profiles.map((profile) => profile.points)).toEqual(
      Array.from({ length: people }, () => total / people),
    );
  },
);
