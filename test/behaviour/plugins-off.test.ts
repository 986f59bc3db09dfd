import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const mail = { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } };
const why = 'It throws when it is imported: no database here';

const journey = (input: { key: string; step: object }) => ({
  key: input.key,
  name: input.key,
  stage: 'acquisition',
  entry: { on: `Started ${input.key}`, again: 'never' },
  steps: [{ id: 'act', ...input.step }],
});

describe('a plugin that was found and cannot be used', () => {
  let engine: TestedEngine;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      offPlugins: [{ id: 'crm', from: 'plugins/crm', why }],
      files: (tenant) =>
        shopFiles({
          tenant,
          files: {
            'journeys/call.json': journey({
              key: 'call',
              step: { type: 'action', plugin: 'office', action: 'upsert', input: { name: 'Ana' } },
            }),
            'journeys/hello.json': journey({
              key: 'hello',
              step: { type: 'send', channel: 'email', message: 'welcome' },
            }),
          },
          settings: { plugins: { mail, office: { use: 'crm', config: { anything: true } } } },
        }),
    });
  });
  afterAll(() => engine.close());

  it('says why, and everything else works', async () => {
    const { body } = await adminClient(engine).call('GET', '/api/plugins');
    expect(body).toMatchObject({
      plugins: [
        { instance: 'mail', state: 'working' },
        { instance: 'office', state: 'off', why: `The plugin "crm" (plugins/crm) cannot be used. ${why}` },
      ],
    });
    await engine.customer('ana');
    await engine.track('ana', 'Started hello');
    await engine.comeToRest(engine.tenant);
    expect(engine.mail.to('ana@example.com')).toHaveLength(1);
  });

  it('has people who reach it wait, and drops nobody', async () => {
    await engine.customer('ben');
    await engine.track('ben', 'Started call');
    await engine.days(1 / 24);
    const profileId = await engine.profileId('ben');
    const active = await engine.opened.stores.runs.activeOf({ tenant: engine.tenant, profileId });
    expect(active.map(({ journey }) => journey)).toEqual(['call']);
  });
});
