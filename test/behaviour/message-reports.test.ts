import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { postmarkRecord } from '../../plugins/postmark/fake.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const plugins = {
  mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
  reports: {
    use: 'postmark',
    config: {
      serverToken: { env: 'CICLO_PLUGIN_POSTMARK_TOKEN' },
      webhook: { user: 'postmark', password: { env: 'CICLO_PLUGIN_POSTMARK_WEBHOOK' } },
    },
  },
};

const env = {
  CICLO_PLUGIN_POSTMARK_TOKEN: 'token-of-postmark',
  CICLO_PLUGIN_POSTMARK_WEBHOOK: 'password-of-postmark',
};

describe('what connectors report of messages', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      env,
      files: (tenant) => shopFiles({ tenant, files: {}, settings: { plugins } }),
    });
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());

  const bounceOf = async (address: string, Type: string, Details: string): Promise<number> => {
    const body = { RecordType: 'Bounce', MessageID: address, ID: Type, Type, Details, Email: address };
    const { headers, rawBody } = postmarkRecord({
      body: Buffer.from(JSON.stringify({ ...body, BouncedAt: new Date(engine.engine.clock.systemTime()) })),
      user: 'postmark',
      secret: env.CICLO_PLUGIN_POSTMARK_WEBHOOK,
    });
    const init = { method: 'POST', headers: { ...headers }, body: Buffer.from(rawBody) };
    const answer = await engine.request(`/webhooks/${engine.tenant}/reports`, init);
    await engine.comeToRest(engine.tenant);
    return answer.status;
  };
  const suppressions = async () => JSON.stringify((await admin.call('GET', '/api/suppressions')).body);

  it('a hard bounce suppresses the address, and a soft one does not', async () => {
    await engine.customer('ana');
    await engine.customer('ben');
    expect(await bounceOf('ben@example.com', 'SoftBounce', '452 4.2.2 mailbox full')).toBe(200);
    expect(await suppressions()).not.toContain('hard-bounce');
    expect(await bounceOf('ana@example.com', 'HardBounce', '550 5.1.1 no such user')).toBe(200);
    expect(await suppressions()).toContain('hard-bounce');
  });
});
