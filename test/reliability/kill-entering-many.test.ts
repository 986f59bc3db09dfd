import { afterAll, beforeAll, expect, inject, it } from 'vitest';

import { newProfile } from '../../domain/profiles/profile.ts';
import { freePort } from '../../platform/free-port.ts';
import { connectStore, type ConnectedStore } from '../../server/stores/connect-store.ts';
import { createEngineProcess, type EngineProcess } from '../harness/engine-process.ts';
import { startMailServer, type MailServer } from '../harness/mail-server.ts';
import { ownDatabase } from '../harness/own-database.ts';
import { shopFiles } from '../harness/shop.ts';

const tenant = 'killed-entries';
const total = 400;
const mongoUri = ownDatabase(inject('mongoUri'));

let store: ConnectedStore;
let mail: MailServer;
let api: EngineProcess;

beforeAll(async () => {
  mail = await startMailServer();
  store = await connectStore({ uri: mongoUri });
  await store.ensureIndexes();
  await Promise.all(
    Array.from({ length: total }, (_person, n) => {
      const id = `p_${String(n).padStart(5, '0')}`;
      const fresh = newProfile({ id, tenant, ids: [`user:${id}`], referralCode: `R-${id}`, now: Date.now() });
      return store.stores.profiles.insert({ ...fresh, traits: { fan: true } });
    }),
  );
  api = await createEngineProcess({
    part: 'api',
    files: await shopFiles({
      tenant,
      files: {
        'segments/fans.json': {
          key: 'fans',
          name: 'Fans',
          when: { all: [{ fact: 'profile', path: '$.traits.fan', operator: 'equal', value: true }] },
        },
        // A run per person, done at once; the points count how often its step was done.
        'journeys/count.json': {
          key: 'count',
          name: 'Counts who was present',
          stage: 'retention',
          entry: { segment: 'fans', present: true, again: 'always' },
          steps: [{ id: 'point', type: 'points', by: 1, reason: 'they were there' }],
        },
      },
    }),
    env: {
      MONGODB_URI: mongoUri,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      SMTP_URL: mail.url,
      PORT: String(await freePort()),
    },
  });
});

afterAll(async () => {
  await api.close();
  await store.close();
  await mail.stop();
});

const profiles = () =>
  store.connection.collection('profiles').find({ tenant }).project({ points: 1, segments: 1 }).toArray();

/** How many have been entered so far. */
const entered = (): Promise<number> =>
  store.connection.collection('profiles').countDocuments({ tenant, points: { $gt: 0 } });

it('a process killed again and again while it enters everybody who is present enters each of them once', async () => {
  for (const share of [0.1, 0.5]) {
    await api.start();
    await expect.poll(entered, { interval: 50 }).toBeGreaterThan(total * share);
    await api.kill();
  }
  await api.start();
  await expect.poll(entered, { interval: 200 }).toBe(total);
  const points = (await profiles()).map((one) => one['points']);
  expect(new Set(points)).toEqual(new Set([1]));
  const runs = await store.connection.collection('runs').countDocuments({ tenant });
  expect(runs).toBe(total);
});
