import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { z } from 'zod';

import { freePort } from '../../platform/free-port.ts';
import { connectStore, type ConnectedStore } from '../../server/stores/connect-store.ts';
import { type AdminClient, adminClient, requestAt } from '../harness/admin-client.ts';
import { createEngineProcess, type EngineProcess } from '../harness/engine-process.ts';
import { startMailServer, type MailServer } from '../harness/mail-server.ts';
import { ownDatabase } from '../harness/own-database.ts';
import { shopFiles } from '../harness/shop.ts';

const tenant = 'killed-broadcast';
const people = 24;
const mongoUri = ownDatabase(inject('mongoUri'));
const shown = z.looseObject({ id: z.string(), state: z.string(), figures: z.looseObject({ sent: z.int() }) });

let store: ConnectedStore;
let mail: MailServer;
let engine: EngineProcess;
let admin: AdminClient;
let url: string;

beforeAll(async () => {
  mail = await startMailServer();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  engine = await createEngineProcess({
    part: 'start',
    files: await shopFiles({ tenant, files: {}, messages: ['welcome'] }),
    env: {
      MONGODB_URI: mongoUri,
      SMTP_URL: mail.url,
      PORT: String(port),
      CICLO_LEASE_SECONDS: '5',
    },
  });
  store = await connectStore({ uri: mongoUri });
  await engine.start();
  admin = adminClient({
    request: requestAt(url),
    keys: { public: '', write: '', api: 'ak_of-the-processes-of-a-test' },
  });
});

afterAll(async () => {
  await engine.close();
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

const patience = { timeout: 150_000, interval: 100 };

it('reaches everybody with one message each when it is killed in the middle, twice', async () => {
  const names = Array.from({ length: people }, (_, n) => `u${n}`);
  const known = names.flatMap((userId) => [
    { type: 'identify', userId, traits: { email: `${userId}@leaves.test`, group: 'all' } },
    { type: 'track', userId, event: 'Consent Granted', properties: { channel: 'email', topic: '*' } },
  ]);
  await post(known);
  const { stores } = store;
  const consented = async (): Promise<number> =>
    (await stores.peopleReads.profiles({ tenant, limit: 2 * people })).filter(
      ({ consents, traits }) => Object.keys(consents).length > 0 && traits['email'] !== undefined,
    ).length;
  await expect.poll(consented, patience).toBe(people);

  const made = await admin.call('POST', '/api/broadcasts', {
    name: 'Killed',
    audience: { everybody: true },
    variants: [{ name: 'a', message: 'welcome' }],
    // Slow enough that it is in the middle when it is killed.
    perMinute: 240,
  });
  const { id } = shown.parse(made.body);
  const scheduled = await admin.call('POST', `/api/broadcasts/${id}/schedule`, {});
  expect(scheduled.status).toBe(200);
  for (const least of [3, 12]) {
    await expect.poll(() => mail.mails.length, { ...patience, interval: 10 }).toBeGreaterThanOrEqual(least);
    await engine.kill();
    expect((await stores.broadcasts.get({ tenant, id }))?.state).toBe('sending');
    await engine.start();
  }
  const reached = (): number => names.filter((name) => mail.to(`${name}@leaves.test`).length > 0).length;
  await expect.poll(reached, patience).toBe(people);
  // Whether somebody still waits is looked at less and less often: the clock of development does not wait for it.
  const later = async (): Promise<string | undefined> => {
    await admin.call('POST', '/api/clock/advance', { by: '1 hour' });
    return (await stores.broadcasts.get({ tenant, id }))?.state;
  };
  await expect.poll(later, { ...patience, interval: 1000 }).toBe('sent');

  const idsTo = (name: string): ReadonlySet<string | undefined> =>
    new Set(mail.to(`${name}@leaves.test`).map(({ messageId }) => messageId));
  // What an SMTP server took right before a kill may come again, as the same message.
  expect(names.map((name) => idsTo(name).size)).toEqual(names.map(() => 1));
  const answer = shown.parse((await admin.call('GET', `/api/broadcasts/${id}`)).body);
  expect(answer).toMatchObject({ state: 'sent', figures: { sent: people } });
}, 420_000);
