import { afterAll, beforeAll, expect, inject, it } from 'vitest';

import { freePort } from '../../platform/free-port.ts';
import { connectStore, type ConnectedStore } from '../../server/stores/connect-store.ts';
import { type AdminClient, adminClient, jobAnswer, requestAt } from '../harness/admin-client.ts';
import { createEngineProcess, type EngineProcess } from '../harness/engine-process.ts';
import { startMailServer, type MailServer } from '../harness/mail-server.ts';
import { ownDatabase } from '../harness/own-database.ts';
import { shopFiles } from '../harness/shop.ts';

const tenant = 'killed-job';
const people = 150;
const mongoUri = ownDatabase(inject('mongoUri'));

let store: ConnectedStore;
let mail: MailServer;
let api: EngineProcess;
let admin: AdminClient;
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
        // The points count how often the step behind the wait was done.
        'journeys/count.json': {
          key: 'count',
          name: 'Counts who passed',
          stage: 'retention',
          entry: { on: 'Happened' },
          steps: [
            { id: 'think', type: 'wait', for: '30 days' },
            { id: 'point', type: 'points', by: 1, reason: 'it was passed' },
            { id: 'rest', type: 'wait', for: '30 days' },
          ],
        },
      },
    }),
    env: {
      MONGODB_URI: mongoUri,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      SMTP_URL: mail.url,
      PORT: String(port),
      CICLO_LEASE_SECONDS: '5',
    },
  });
  store = await connectStore({ uri: mongoUri });
  await api.start();
  admin = adminClient({
    request: requestAt(url),
    keys: { public: '', write: '', api: 'ak_of-the-processes-of-a-test' },
  });
});

afterAll(async () => {
  await api.close();
  await store.close();
  await mail.stop();
});

const post = async (batch: readonly object[]): Promise<void> => {
  const answer = await fetch(`${url}/v1/batch`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from('sk_of-the-processes-of-a-test:').toString('base64')}`,
    },
    body: JSON.stringify({ batch }),
  });
  expect(answer.status).toBe(200);
};

const soon = { timeout: 120_000, interval: 100 };

it('deals with everybody once when it is killed in the middle, twice', { timeout: 420_000 }, async () => {
  await post(
    Array.from({ length: people }, (_, n) => ({ type: 'track', userId: `u${n}`, event: 'Happened' })),
  );
  const { stores } = store;
  const waiting = async () => {
    const rows = await stores.selectionStore.standing({ tenant, filter: { journey: 'count' } });
    return Object.fromEntries(rows.map(({ step, runs }) => [step ?? '', runs]));
  };
  await expect.poll(waiting, soon).toEqual({ think: people });

  const begun = await admin.call('POST', '/api/jobs', {
    do: { kind: 'skip' },
    who: { journey: 'count' },
    rate: 40,
  });
  const { id } = jobAnswer.parse(begun.body);
  for (const least of [20, 80]) {
    const done = async () => (await stores.jobs.get({ tenant, id }))?.done ?? 0;
    await expect.poll(done, { ...soon, interval: 10 }).toBeGreaterThanOrEqual(least);
    await api.kill();
    expect((await stores.jobs.get({ tenant, id }))?.state).toBe('running');
    await api.start();
  }
  await expect.poll(async () => (await stores.jobs.get({ tenant, id }))?.state, soon).toBe('done');

  expect(await stores.jobs.get({ tenant, id })).toMatchObject({ total: people, done: people, failed: 0 });
  expect(await waiting()).toEqual({ rest: people });
  const profiles = await stores.peopleReads.profiles({ tenant, limit: 2 * people });
  expect(profiles.map((profile) => profile.points)).toEqual(Array.from({ length: people }, () => 1));
  for (const profile of profiles.slice(0, 20)) {
    const rows = await stores.decisionReads.decisions({ tenant, profileId: profile.id, limit: 50 });
    expect(rows.filter((row) => row.kind === 'skipped')).toHaveLength(1);
  }
});
