import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import { cicloOn } from '../harness/ciclo-command.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { inboundSecret, mailPlugins, postMail, rawMail } from '../harness/inbound-post.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const files = {
  'journeys/got-it.json': {
    key: 'got-it',
    name: 'We got it',
    stage: 'service',
    entry: {
      on: 'Message Received',
      where: { all: [{ fact: 'event', path: '$.properties.first', operator: 'equal', value: true }] },
      key: '$.properties.conversation',
      again: 'always',
    },
    steps: [{ id: 'got-it', type: 'reply', text: 'Hello {{profile.traits.firstName}}, we have it.' }],
  },
  'journeys/elsewhere.json': {
    key: 'elsewhere',
    name: 'A conversation of somebody else',
    stage: 'service',
    entry: { on: 'Order Completed' },
    steps: [
      {
        id: 'say',
        type: 'reply',
        text: 'Never',
        conversation: '$.entry.properties.of',
        otherwise: [{ id: 'none', type: 'update', tags: { add: ['not-answered'] } }],
      },
    ],
  },
};

const conversation = z.looseObject({ id: z.string(), state: z.string(), subject: z.string() });
const message = z.looseObject({
  id: z.string(),
  direction: z.string(),
  text: z.string(),
  by: z.string().optional(),
});
const timeline = z.object({
  items: z.array(z.looseObject({ kind: z.string(), text: z.string() })),
});

describe('a conversation', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      env: { CICLO_PLUGIN_INBOX: inboundSecret },
      files: (tenant) =>
        shopFiles({ tenant, files, settings: { plugins: mailPlugins, from: 'Shop <hello@shop.example>' } }),
    });
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());

  const open = async (user: string, more: object = {}) => {
    const profile = await engine.profileId(user);
    const body = { profile, subject: 'Your visit', text: 'See you on Monday.', ...more };
    return admin.call('POST', '/api/conversations', body);
  };
  const ofPerson = async (user: string) => {
    const { body } = await admin.call('GET', `/api/conversations?profile=${await engine.profileId(user)}`);
    return z.object({ conversations: z.array(conversation) }).parse(body).conversations;
  };
  const messagesOf = async (id: string) => {
    const { body } = await admin.call('GET', `/api/conversations/${id}/messages`);
    return z.object({ messages: z.array(message) }).parse(body).messages;
  };
  const linesOf = async (user: string) => {
    const { body } = await admin.call('GET', `/api/profiles/${await engine.profileId(user)}/timeline`);
    return timeline.parse(body).items.map(({ kind, text }) => `${kind}: ${text}`);
  };
  const tagsOf = async (user: string) => {
    const id = await engine.profileId(user);
    return (await engine.opened.stores.peopleReads.profile({ tenant: engine.tenant, id }))?.tags ?? [];
  };

  it('is opened by the team with a mail of its own subject, and what the person answers comes back into it', async () => {
    await engine.customer('ana');
    const { status, body } = await open('ana');
    expect(status, JSON.stringify(body)).toBe(201);
    const { id } = conversation.parse(body);
    expect(body).toMatchObject({ state: 'waiting', channel: 'email', address: 'ana@example.com' });
    const [mail] = engine.mail.to('ana@example.com').slice(-1);
    expect(mail).toMatchObject({
      subject: 'Your visit',
      text: expect.stringContaining('See you on Monday.'),
    });
    expect(mail?.inReplyTo).toBeUndefined();
    const headers = { 'In-Reply-To': mail?.messageId ?? '' };
    await postMail(engine, rawMail({ from: 'ana@example.com', dmarc: 'pass', text: 'Fine!', headers }));
    expect(await ofPerson('ana')).toMatchObject([{ id, state: 'open' }]);
    expect((await messagesOf(id)).map(({ direction, text }) => [direction, text])).toEqual([
      ['in', 'Fine!'],
      ['out', 'See you on Monday.'],
    ]);
  });

  it('is opened once, however often the call is sent, and not with somebody who has no address or is nobody', async () => {
    await engine.customer('ben');
    const profile = await engine.profileId('ben');
    const call = () =>
      engine.request('/api/conversations', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${engine.keys.api}`,
          'content-type': 'application/json',
          'idempotency-key': 'visit-1',
        },
        body: JSON.stringify({ profile, subject: 'Your visit', text: 'See you.' }),
      });
    expect((await call()).status).toBe(201);
    expect((await call()).status).toBe(201);
    expect(await ofPerson('ben')).toHaveLength(1);
    expect(engine.mail.to('ben@example.com')).toHaveLength(1);
    expect(await open('ben', { channel: 'sms' })).toMatchObject({ status: 422 });
    expect(await open('ben', { profile: 'nobody' })).toMatchObject({ status: 404 });
    expect(await open('ben', { record: { kind: 'case', id: 'none' } })).toMatchObject({ status: 404 });
    expect(await open('ben', { assignee: 'none' })).toMatchObject({ status: 422 });
    expect(await ofPerson('ben')).toHaveLength(1);
  });

  it('stands in the timeline of the person, with what both wrote', async () => {
    await engine.customer('dora');
    await open('dora');
    await engine.track('dora', 'Survey Answered', { survey: 'visit', score: 5, comment: 'Lovely' });
    const lines = await linesOf('dora');
    expect(lines).toContain('answer: The team wrote by e-mail: “Your visit”.');
    expect(lines).toContain('event: Conversation Opened: Your visit, email.');
    expect(lines.find((line) => line.includes('Survey Answered'))).toContain('visit, 5, Lovely');
  });

  it('is answered by a journey once, and stays open for the team', async () => {
    await engine.customer('eva', { firstName: 'Eva' });
    await postMail(
      engine,
      rawMail({ from: 'eva@example.com', dmarc: 'pass', subject: 'Help', text: 'Where is it?' }),
    );
    await engine.comeToRest(engine.tenant);
    const [found] = await ofPerson('eva');
    expect(found).toMatchObject({ state: 'open', subject: 'Help' });
    expect(await messagesOf(found?.id ?? '')).toMatchObject([
      { direction: 'out', text: 'Hello Eva, we have it.', by: 'journey:got-it' },
      { direction: 'in', text: 'Where is it?' },
    ]);
    expect(engine.mail.to('eva@example.com')).toHaveLength(1);
  });

  it('is not answered by a journey of somebody else', async () => {
    await engine.customer('fay');
    await engine.customer('gil');
    const { body } = await open('fay');
    const { id } = conversation.parse(body);
    await engine.track('gil', 'Order Completed', { order_id: 'g1', revenue: 10, currency: 'EUR', of: id });
    await engine.track('gil', 'Order Completed', { order_id: 'g2', revenue: 10, currency: 'EUR' });
    await engine.comeToRest(engine.tenant);
    expect(await tagsOf('gil')).toContain('not-answered');
    expect(await messagesOf(id)).toHaveLength(1);
  });

  it('is opened from the command line', async () => {
    await engine.customer('hal');
    const ran = await cicloOn(engine)(['conversations', 'open', 'hal@example.com', 'Your visit', 'See you.']);
    expect(ran.said).toContain('“Your visit” with hal@example.com by email: waiting.');
    expect(await ofPerson('hal')).toHaveLength(1);
  });
});
