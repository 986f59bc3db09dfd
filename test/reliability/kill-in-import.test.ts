import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { z } from 'zod';

import { freePort } from '../../platform/free-port.ts';
import { connectStore, type ConnectedStore } from '../../server/stores/connect-store.ts';
import { adminClient, requestAt } from '../harness/admin-client.ts';
import { createEngineProcess, type EngineProcess } from '../harness/engine-process.ts';
import { ownDatabase } from '../harness/own-database.ts';
import { shopFiles } from '../harness/shop.ts';

const tenant = 'killed-import';
const rows = 1_600;
const mongoUri = ownDatabase(inject('mongoUri'));
const apiKey = 'ak_of-the-processes-of-a-test';

let store: ConnectedStore;
let api: EngineProcess;
let url: string;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  api = await createEngineProcess({
    part: 'api',
    files: await shopFiles({
      tenant,
      files: {
        'objects/vehicle.json': {
          key: 'vehicle',
          name: 'Vehicle',
          title: 'plate',
          fields: {
            plate: { type: 'text', required: true, unique: true, max: 12 },
            seats: { type: 'number', max: 9 },
          },
        },
      },
    }),
    env: {
      MONGODB_URI: mongoUri,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      SMTP_URL: 'smtp://127.0.0.1:9',
      PORT: String(port),
      CICLO_LEASE_SECONDS: '5',
    },
  });
  store = await connectStore({ uri: mongoUri });
  await api.start();
});

afterAll(async () => {
  await api.close();
  await store.close();
});

const soon = { timeout: 120_000, interval: 20 };

it('imports every row once when it is killed in the middle', { timeout: 300_000 }, async () => {
  const { stores } = store;
  const admin = adminClient({ request: requestAt(url), keys: { public: '', write: '', api: apiKey } });
  // Each plate stands in the file twice, far apart: the second row changes what the first one made.
  const lines = Array.from({ length: rows }, (_, n) => `P${n % (rows / 2)},${n < rows / 2 ? 1 : 2}`);
  const bad = `bad,99\n`;
  const { body } = await admin.call('POST', '/api/imports', { kind: 'vehicle', key: 'plate' });
  const { id } = z.looseObject({ id: z.string() }).parse(body);
  const sent = await fetch(`${url}/api/imports/${id}/parts/0`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${apiKey}` },
    body: `plate,seats\n${lines.join('\n')}\n${bad}`,
  });
  expect(sent.status).toBe(200);
  await admin.call('POST', `/api/imports/${id}/start`, {});
  const seen = async () => stores.imports.get({ tenant, id });
  await expect.poll(async () => (await seen())?.counts.rows ?? 0, soon).toBeGreaterThanOrEqual(500);
  await api.kill();
  expect((await seen())?.state).toBe('running');
  await api.start();
  await expect.poll(async () => (await seen())?.state, soon).toBe('done');

  expect((await seen())?.counts).toEqual({
    rows: rows + 1,
    created: rows / 2,
    changed: rows / 2,
    unchanged: 0,
    refused: 1,
  });
  const listed = await stores.records.list({
    tenant,
    kind: 'vehicle',
    isDeleted: false,
    sort: { by: 'createdAt', order: 1 },
    limit: rows,
  });
  const plates = listed.map(
    ({ row }) => `${String(row.data['plate'])} ${String(row.data['seats'])} ${row.revision}`,
  );
  expect(plates.toSorted()).toEqual(Array.from({ length: rows / 2 }, (_, n) => `P${n} 2 2`).toSorted());
});
