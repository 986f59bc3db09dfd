import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createSesFake, exampleTopic, snsRequest } from '../../plugins/ses/fake.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';
import { winBackFiles } from '../harness/storefront.ts';

const account = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secret: 'secret-of-ses' };

const files = {
  'messages/code/message.json': {
    ...winBackFiles['messages/code/message.json'],
    subject: { en: 'Your parcel' },
    sample: {},
  },
  'messages/code/body.mjml':
    '<mjml><mj-body><mj-section><mj-column><mj-text>It is on its way.</mj-text></mj-column></mj-section></mj-body></mjml>',
  'journeys/parcel.json': {
    key: 'parcel',
    name: 'Parcel',
    stage: 'retention',
    entry: { on: 'Parcel Left', again: 'always' },
    steps: [{ id: 'mail', type: 'send', channel: 'email', message: 'code' }],
  },
};

describe('a shop that sends through Amazon SES', () => {
  let fake: Awaited<ReturnType<typeof createSesFake>>;
  let engine: TestedEngine;
  let admin: AdminClient;
  beforeAll(async () => {
    fake = await createSesFake(account);
    const config = {
      region: 'eu-west-1',
      accessKeyId: account.accessKeyId,
      secretAccessKey: { env: 'CICLO_PLUGIN_SES_SECRET' },
      topics: [exampleTopic],
      url: fake.url,
      snsUrl: fake.url,
    };
    engine = await startMemoryEngine({
      env: { CICLO_PLUGIN_SES_SECRET: account.secret },
      files: (tenant) =>
        shopFiles({ tenant, files, settings: { plugins: { mail: { use: 'ses', config } } } }),
    });
    admin = adminClient(engine);
  });
  afterAll(async () => {
    await engine.close();
    await fake.close();
  });

  const hook = async (more: Omit<Parameters<typeof snsRequest>[0], 'now' | 'snsUrl'>): Promise<number> => {
    const signed = snsRequest({ ...more, now: engine.engine.clock.systemTime(), snsUrl: fake.url });
    const init = { method: 'POST', headers: { ...signed.headers }, body: Buffer.from(signed.rawBody) };
    const answer = await engine.request(`/webhooks/${engine.tenant}/mail`, init);
    await engine.comeToRest(engine.tenant);
    return answer.status;
  };

  it('has the subscription of SNS confirmed, and what a journey sent and SES could not deliver suppresses its address', async () => {
    const more = { Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL: `${fake.url}/confirm` };
    expect(await hook({ id: 'confirm', message: 'Confirm.', more })).toBe(200);
    expect(fake.fetched).toContain('confirm');

    await engine.customer('ana');
    await engine.track('ana', 'Parcel Left');
    await engine.comeToRest(engine.tenant);
    expect(fake.bodies).toMatchObject([
      {
        Destination: { ToAddresses: [expect.stringContaining('ana@example.com')] },
        EmailTags: [{ Name: 'ciclo_message_id', Value: expect.any(String) }],
      },
    ]);

    const bounce = {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [
        { emailAddress: 'ana@example.com', diagnosticCode: 'smtp; 550 5.1.1 no such user' },
      ],
      timestamp: new Date(engine.engine.clock.systemTime()).toISOString(),
    };
    const mail = { messageId: 'ses-1', destination: ['ana@example.com'] };
    expect(await hook({ id: 'b', message: JSON.stringify({ eventType: 'Bounce', mail, bounce }) })).toBe(200);
    expect(JSON.stringify((await admin.call('GET', '/api/suppressions')).body)).toContain('hard-bounce');
  });
});
