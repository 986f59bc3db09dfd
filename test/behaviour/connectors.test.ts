import { afterAll, beforeAll, expect, it } from 'vitest';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;
let engine: TestedEngine;
let admin: AdminClient;

beforeAll(async () => {
  const plugins = {
    mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
    chat: { use: 'telegram', config: { token: { env: 'CICLO_PLUGIN_NOT_SET' } } },
  };
  engine = await startMemoryEngine({
    files: (tenant) => shopFiles({ tenant, files: {}, settings: { plugins } }),
    logLevel: 'silent',
  });
  admin = adminClient(engine);
});
afterAll(() => engine.close());

it('what can be connected is listed with the JSON Schema of its config', async () => {
  const { body } = await admin.call('GET', '/api/connectors');
  expect(body).toMatchObject({
    connectors: expect.arrayContaining([
      expect.objectContaining({
        id: 'smtp',
        config: expect.objectContaining({
          properties: expect.objectContaining({ server: expect.anything() }),
        }),
        actions: [expect.objectContaining({ channel: 'email' })],
      }),
      expect.objectContaining({ id: 'shopify', webhooks: [expect.objectContaining({ name: 'main' })] }),
    ]),
  });
});

it('a provider that answers is well, and an instance that is off says why', async () => {
  expect((await admin.call('POST', '/api/plugins/mail/check', {})).body).toEqual({ ok: true });
  expect((await admin.call('POST', '/api/plugins/chat/check', {})).body).toEqual({
    ok: false,
    message: expect.stringContaining('CICLO_PLUGIN_NOT_SET'),
  });
  expect((await admin.call('POST', '/api/plugins/fax/check', {})).status).toBe(404);
});

it('calls that are held because a provider was not well go through after a reset, which is in the audit trail', async () => {
  const { tenant } = engine;
  const now = Date.now();
  const circuit = { tenant, instance: 'mail', openedAt: now, why: 'It failed.', tries: 0 };
  await engine.opened.stores.circuitStore.open({ ...circuit, probeAt: now + 60 * minute });
  expect((await admin.call('GET', '/api/plugins')).body).toMatchObject({
    plugins: [
      { instance: 'mail', state: 'open' },
      { instance: 'chat', state: 'off' },
    ],
  });
  expect((await admin.call('POST', '/api/plugins/mail/reset', {})).body).toMatchObject({ state: 'working' });
  expect((await admin.call('POST', '/api/plugins/chat/reset', {})).body).toMatchObject({ state: 'off' });
  expect((await admin.call('POST', '/api/plugins/fax/reset', {})).status).toBe(404);
  const { body } = await admin.call('GET', '/api/audit?action=connector.reset&subject=mail');
  expect(body).toMatchObject({ lines: [{ action: 'connector.reset', subject: 'mail' }] });
});
