import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { inboundSecret, mailPlugins, postMail, rawMail } from '../harness/inbound-post.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const files = {
  'journeys/ask.json': {
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
        otherwise: [{ id: 'silent', type: 'update', tags: { add: ['silent'] } }],
      },
    ],
  },
  'rules/refund.json': {
    name: 'Refund asked for',
    on: ['Message Received'],
    conditions: {
      all: [{ fact: 'event', path: '$.properties.text', operator: 'containsText', value: 'refund' }],
    },
    event: { type: 'tag', params: { add: ['wants-refund'] } },
  },
};

const conversation = z.looseObject({
  id: z.string(),
  state: z.string(),
  profileId: z.string().optional(),
  suggestedProfileId: z.string().optional(),
  subject: z.string(),
  assignee: z.string().optional(),
});
const message = z.looseObject({
  id: z.string(),
  direction: z.string(),
  text: z.string(),
  status: z.string().optional(),
  reason: z.string().optional(),
  files: z.array(z.looseObject({ id: z.string(), name: z.string(), type: z.string() })),
});

describe('conversations', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      env: { CICLO_PLUGIN_INBOX: inboundSecret },
      files: (tenant) =>
        shopFiles({
          tenant,
          files,
          settings: {
            plugins: mailPlugins,
            from: 'Shop <hello@shop.example>',
            conversations: { addresses: ['Help <help@shop.example>'] },
          },
        }),
    });
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());

  const list = async (query = '') => {
    const { body } = await admin.call('GET', `/api/conversations?${query}`);
    return z.object({ conversations: z.array(conversation) }).parse(body).conversations;
  };
  const ofPerson = async (user: string) => list(`profile=${await engine.profileId(user)}&snoozed=1`);
  const latest = async () => (await list())[0] ?? expect.fail('no conversation');
  const messagesOf = async (id: string) => {
    const { body } = await admin.call('GET', `/api/conversations/${id}/messages`);
    return z.object({ messages: z.array(message) }).parse(body).messages;
  };
  const eventNames = async (user: string) => {
    const profileId = await engine.profileId(user);
    const rows = await engine.opened.stores.eventReads.events({
      tenant: engine.tenant,
      profileId,
      limit: 100,
    });
    return rows.map(({ name }) => name).toReversed();
  };
  const tagsOf = async (user: string) => {
    const id = await engine.profileId(user);
    return (await engine.opened.stores.peopleReads.profile({ tenant: engine.tenant, id }))?.tags ?? [];
  };
  const writes = async (user: string, parts: Partial<Parameters<typeof rawMail>[0]> = {}) => {
    const raw = rawMail({ from: `${user}@example.com`, dmarc: 'pass', ...parts });
    expect(await postMail(engine, raw)).toBe(200);
  };
  const answer = async (id: string, body: unknown) => {
    const { status, body: said } = await admin.call('POST', `/api/conversations/${id}/messages`, body);
    expect(status, JSON.stringify(said)).toBe(201);
    return message.parse(said);
  };

  it('begin with a mail of a person whose address is vouched for, and are told to rules', async () => {
    await engine.customer('ana');
    await writes('ana', {
      subject: 'My order',
      text: 'I want a refund.\r\n\r\nOn Monday, Shop wrote:\r\n> Hi',
    });
    const [found] = await ofPerson('ana');
    expect(found).toMatchObject({
      state: 'open',
      subject: 'My order',
      channel: 'email',
      writtenTo: 'help@shop.example',
    });
    expect(await messagesOf(found?.id ?? '')).toMatchObject([
      { direction: 'in', text: 'I want a refund.', from: 'ana@example.com', authentication: 'pass' },
    ]);
    expect(await eventNames('ana')).toEqual(
      expect.arrayContaining(['Conversation Opened', 'Message Received']),
    );
    expect(await tagsOf('ana')).toContain('wants-refund');
  });

  it('are one message however often a mail is posted', async () => {
    await engine.customer('twice');
    await writes('twice', { id: 'the-same' });
    await writes('twice', { id: 'the-same' });
    const all = await ofPerson('twice');
    expect(all).toHaveLength(1);
    expect(await messagesOf(all[0]?.id ?? '')).toHaveLength(1);
    const received = (await eventNames('twice')).filter((name) => name === 'Message Received');
    expect(received).toHaveLength(1);
  });

  it('are answered by mail from the address that was written to, threaded, and go on with the answer to that', async () => {
    await engine.customer('ben');
    await writes('ben', { subject: 'Delivery', id: 'ben-1' });
    const { id } = await latest();
    await answer(id, { text: 'On <Monday>.\n\nYours' });
    const [mail] = engine.mail.to('ben@example.com').slice(-1);
    expect(mail).toMatchObject({
      subject: 'Re: Delivery',
      inReplyTo: '<ben-1@mail.example.com>',
      text: expect.stringContaining('On <Monday>.'),
    });
    expect(mail?.from?.text).toContain('help@shop.example');
    expect(mail?.headers.has('list-unsubscribe')).toBe(false);
    expect((await list(`profile=${await engine.profileId('ben')}`))[0]?.state).toBe('waiting');
    await writes('ben', {
      subject: 'Something else altogether',
      text: 'Thanks!',
      headers: { 'In-Reply-To': mail?.messageId ?? '' },
    });
    const all = await ofPerson('ben');
    expect(all).toMatchObject([{ id, state: 'open' }]);
    expect((await messagesOf(id)).map(({ direction, text }) => [direction, text])).toEqual([
      ['in', 'Thanks!'],
      ['out', 'On <Monday>.\n\nYours'],
      ['in', 'Hello'],
    ]);
  });

  it('let a journey wait for the answer to its mail, from the address that mail went to', async () => {
    await engine.customer('cleo');
    await engine.track('cleo', 'Order Completed', { order_id: 'o-1', revenue: 10, currency: 'EUR' });
    const [mail] = engine.mail.to('cleo@example.com');
    const headers = { 'In-Reply-To': mail?.messageId ?? expect.fail('no mail') };
    // The subject says nothing, and nobody vouches for the sender: who knows the id and has the address is the person.
    await postMail(engine, rawMail({ from: 'stranger@example.org', headers, text: 'Me too' }));
    expect(await tagsOf('cleo')).not.toContain('answered');
    await postMail(engine, rawMail({ from: 'cleo@example.com', headers, text: 'Great' }));
    expect(await tagsOf('cleo')).toContain('answered');
    const [found] = await ofPerson('cleo');
    expect((await messagesOf(found?.id ?? ''))[0]).toMatchObject({
      answers: { journey: 'ask', step: 'thank' },
    });
  });

  it('let nobody act as another by writing their address', async () => {
    await engine.customer('dora');
    for (const dmarc of [undefined, 'fail'] as const) {
      const raw = rawMail({
        from: 'dora@example.com',
        subject: `Close my account ${dmarc ?? ''}`,
        ...(dmarc === undefined ? {} : { dmarc }),
        headers: { 'Authentication-Results': 'evil.example; dmarc=pass header.from=example.com' },
      });
      await postMail(engine, raw);
    }
    expect(await ofPerson('dora')).toEqual([]);
    expect(await eventNames('dora')).not.toContain('Message Received');
    const profileId = await engine.profileId('dora');
    const { id } = await latest();
    expect(await latest()).toMatchObject({ suggestedProfileId: profileId });
    const linked = await admin.call('PATCH', `/api/conversations/${id}`, { profile: profileId });
    expect(linked).toMatchObject({ status: 200, body: { profileId } });
    expect(await ofPerson('dora')).toMatchObject([{ id }]);
    const other = await engine.profileId('ana');
    const again = await admin.call('PATCH', `/api/conversations/${id}`, { profile: other });
    expect(again.status).toBe(409);
  });

  it('do not hear mails of programs: they reopen nothing, are no answer, and are kept', async () => {
    await engine.customer('eva');
    await writes('eva', { subject: 'Hours', id: 'eva-1' });
    const { id } = await latest();
    await answer(id, { text: 'From nine.', state: 'solved' });
    await writes('eva', {
      subject: 'Automatic reply: Re: Hours',
      headers: { 'In-Reply-To': '<eva-1@mail.example.com>', 'Auto-Submitted': 'auto-replied' },
    });
    expect(await ofPerson('eva')).toMatchObject([{ id, state: 'solved' }]);
    expect((await messagesOf(id))[0]).toMatchObject({ automatic: 'auto-submitted' });
    expect((await eventNames('eva')).filter((name) => name === 'Message Received')).toHaveLength(1);
    await writes('eva', { subject: 'Re: Hours', headers: { References: '<eva-1@mail.example.com>' } });
    expect(await ofPerson('eva')).toMatchObject([{ id, state: 'open' }]);
    expect(await eventNames('eva')).toContain('Conversation Reopened');
  });

  it('are assigned, tagged, snoozed, solved and noted, and the person’s events say so', async () => {
    await engine.customer('fay');
    await writes('fay');
    const { id } = await latest();
    const team = { key: 'advisers', name: 'Advisers' };
    expect((await admin.call('POST', '/api/teams', team)).status).toBe(201);
    const invite = async (name: string): Promise<string> => {
      const user = { email: `${name}@shop.example`, name, role: 'agent' };
      return z.object({ id: z.string() }).parse((await admin.call('POST', '/api/users', user)).body).id;
    };
    const [marta, nora] = [await invite('marta'), await invite('nora')];
    const change = (body: unknown) => admin.call('PATCH', `/api/conversations/${id}`, body);
    expect((await change({ assignee: 'nobody' })).status).toBe(422);
    expect((await change({ team: 'none' })).status).toBe(422);
    expect(await change({ assignee: marta, team: 'advisers', tags: ['vip'] })).toMatchObject({
      status: 200,
      body: { assignee: marta, team: 'advisers', tags: ['vip'] },
    });
    await answer(id, { kind: 'note', text: 'She called.', by: marta, mentions: [nora] });
    expect(engine.mail.to('fay@example.com')).toEqual([]);
    expect(await list(`assignee=${marta}`)).toMatchObject([{ id }]);
    expect(await list('team=advisers&state=open')).toMatchObject([{ id }]);
    const later = new Date(engine.engine.clock.now(engine.tenant) + 3 * 86_400_000).toISOString();
    await change({ snoozedUntil: later });
    expect(await list(`assignee=${marta}`)).toEqual([]);
    expect(await list(`assignee=${marta}&snoozed=1`)).toMatchObject([{ id }]);
    await writes('fay', { subject: 'Re: A question' });
    expect(await list(`assignee=${marta}`)).toMatchObject([{ id }]);
    await change({ state: 'solved', assignee: null });
    const [solved] = await ofPerson('fay');
    expect(solved).toMatchObject({ state: 'solved' });
    expect(solved).not.toHaveProperty('assignee');
    expect((await change({ nothing: 1 })).status).toBe(400);
    const names = await eventNames('fay');
    expect(names.filter((name) => name === 'Conversation Assigned')).toHaveLength(2);
    expect(names).toContain('Conversation Solved');
  });

  it('send nothing to a suppressed address, and say so', async () => {
    await engine.customer('gil');
    await writes('gil');
    const { id } = await latest();
    await admin.call('POST', '/api/suppressions', {
      channel: 'email',
      address: 'gil@example.com',
      reason: 'asked',
    });
    await answer(id, { text: 'Hello' });
    expect(engine.mail.to('gil@example.com')).toEqual([]);
    expect((await messagesOf(id))[0]).toMatchObject({ status: 'refused', reason: 'suppressed' });
  });

  it('keep files, and give them as downloads that run nothing', async () => {
    await engine.customer('hal');
    const bytes = Buffer.from('<script>alert(1)</script>'.repeat(10));
    const text = [
      '--b',
      'Content-Type: text/plain',
      '',
      'See here',
      '--b',
      'Content-Type: text/html; name="../../a page.html"',
      'Content-Disposition: attachment; filename="../../a page.html"',
      'Content-Transfer-Encoding: base64',
      '',
      bytes.toString('base64'),
      '--b',
      'Content-Type: application/octet-stream',
      'Content-Disposition: attachment; filename="run.exe"',
      '',
      'MZ',
      '--b--',
    ].join('\r\n');
    await writes('hal', {
      headers: { 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary=b' },
      text,
    });
    const { id } = await latest();
    const [got] = await messagesOf(id);
    expect(got).toMatchObject({
      text: 'See here',
      files: [{ name: 'a page.html', type: 'application/octet-stream', size: bytes.length }],
      leftOut: [{ name: 'run.exe', why: 'not-allowed' }],
    });
    const path = `/api/conversations/${id}/files/${got?.files[0]?.id ?? ''}?message=${got?.id ?? ''}`;
    const file = await engine.request(path, { headers: { authorization: `Bearer ${engine.keys.api}` } });
    expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': expect.stringMatching(/^attachment; filename="a page\.html"/),
      'x-content-type-options': 'nosniff',
    });
  });

  it('go with the person who is erased, also those that nobody said are theirs, with their files', async () => {
    await engine.customer('zoe');
    const profileId = await engine.profileId('zoe');
    const text = ['--b', 'Content-Disposition: attachment; filename="a.txt"', '', 'secret', '--b--'].join(
      '\r\n',
    );
    const headers = { 'Content-Type': 'multipart/mixed; boundary=b' };
    await writes('zoe', { subject: 'One', headers, text });
    const theirs = await latest();
    await postMail(engine, rawMail({ from: 'zoe@example.com', subject: 'Two' }));
    const unproven = await latest();
    expect([theirs.profileId, unproven.profileId]).toEqual([profileId, undefined]);
    const [got] = await messagesOf(theirs.id);
    const { conversationFiles } = engine.opened.stores;
    const file = { tenant: engine.tenant, file: got?.files[0]?.id ?? '' };
    expect(Buffer.from((await conversationFiles.read(file)) ?? []).toString()).toBe('secret');
    const erased = await admin.call('DELETE', `/api/profiles/${profileId}`);
    expect(erased.status).toBe(200);
    for (const { id } of [theirs, unproven]) {
      expect((await admin.call('GET', `/api/conversations/${id}`)).status).toBe(404);
    }
    expect(await conversationFiles.read(file)).toBeUndefined();
  });
});
