import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { adminClient } from '../harness/admin-client.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { inboundSecret, mailPlugins, postMail, rawMail } from '../harness/inbound-post.ts';
import { shopFiles } from '../harness/shop.ts';

const patience = { interval: 100 };

const journey = {
  key: 'ask',
  name: 'Ask',
  stage: 'service',
  entry: { on: 'Order Completed', key: '$.properties.order_id' },
  steps: [
    { id: 'thank', type: 'send', channel: 'email', message: 'order-thanks' },
    {
      id: 'answer',
      type: 'wait-for',
      timeout: '7 days',
      events: [
        {
          on: 'Message Received',
          match: 'thank',
          then: [{ id: 'heard', type: 'update', tags: { add: ['answered'] } }],
        },
      ],
    },
  ],
};

describe('a conversation on the real servers', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startTestEngine({
      env: { CICLO_PLUGIN_INBOX: inboundSecret },
      files: (tenant) =>
        shopFiles({
          tenant,
          files: { 'journeys/ask.json': journey },
          settings: {
            plugins: mailPlugins,
            conversations: { addresses: ['Help <help@shop.example>'] },
          },
        }),
    });
  });
  afterAll(() => engine.close());

  it('goes from the mail of a journey to the answer of the person, on which the journey goes on, and to the answer of the team', async () => {
    const { tenant, mail } = engine;
    await engine.customer('ana');
    await engine.track('ana', 'Order Completed', { order_id: 'o-1', revenue: 10, currency: 'EUR' });
    await expect.poll(() => mail.to('ana@example.com').length, patience).toBe(1);
    const headers = { 'In-Reply-To': mail.to('ana@example.com')[0]?.messageId ?? '' };
    const raw = rawMail({ from: 'ana@example.com', subject: 'Re: Thanks', id: 'ana-1', headers });
    expect(await postMail(engine, raw)).toBe(200);
    const id = await engine.profileId('ana');
    const tags = async () => (await engine.opened.stores.peopleReads.profile({ tenant, id }))?.tags;
    await expect.poll(tags, patience).toEqual(['answered']);

    const admin = adminClient(engine);
    const { body } = await admin.call('GET', `/api/conversations?profile=${id}`);
    const page = z.object({ conversations: z.array(z.looseObject({ id: z.string() })) }).parse(body);
    expect(page.conversations).toMatchObject([{ state: 'open', profileId: id }]);
    const path = `/api/conversations/${page.conversations[0]?.id ?? ''}/messages`;
    expect((await admin.call('POST', path, { text: 'You are welcome.' })).status).toBe(201);
    await expect.poll(() => mail.to('ana@example.com').length, patience).toBe(2);
    expect(mail.to('ana@example.com')[1]).toMatchObject({
      subject: 'Re: Thanks',
      inReplyTo: '<ana-1@mail.example.com>',
    });
    const sent = async () => JSON.stringify((await admin.call('GET', path)).body);
    await expect.poll(sent, patience).toContain('"status":"sent"');
  });
});
