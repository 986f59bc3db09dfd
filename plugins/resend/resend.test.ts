import { Resend } from 'resend';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  callAction,
  conformance,
  exampleMail,
  junkMails,
  mailWithFiles,
  receiveWebhook,
  scenarios,
  setUpWebhook,
} from '../testing.ts';
import { createResendFake, signedBySvix } from './fake.ts';
import { resendPlugin } from './resend.ts';

const secretOne = `whsec_${Buffer.from('canary-resend-secret-one').toString('base64')}`;
const secretTwo = `whsec_${Buffer.from('canary-resend-secret-two').toString('base64')}`;

/** Bodies as resend.com/docs/webhooks shows them. */
const told = (type: string, more: object = {}) => ({
  type,
  created_at: '2026-03-01T11:00:00.000Z',
  data: {
    created_at: '2026-03-01T10:59:00.000Z',
    email_id: 're-1',
    from: 'The Shop <hello@shop.example>',
    to: ['ada@example.com'],
    subject: 'You left something behind',
    tags: { ciclo_message_id: 'message-1' },
    ...more,
  },
});
const properties = { channel: 'email', message_id: 'message-1', provider_id: 're-1' };

conformance({
  plugin: resendPlugin,
  secrets: { API_KEY: 're_canary_resend_key', SECRET_ONE: secretOne, SECRET_TWO: secretTwo },
  config: (url) => ({
    ...(url === '' ? {} : { url }),
    apiKey: { env: 'API_KEY' },
    webhookSecrets: [{ env: 'SECRET_ONE' }, { env: 'SECRET_TWO' }],
  }),
  provider: { start: () => createResendFake('re_canary_resend_key'), plays: scenarios },
  actions: { send: { input: exampleMail, junk: junkMails } },
  webhooks: {
    main: {
      sign: signedBySvix,
      required: ['svix-id', 'svix-timestamp', 'svix-signature'],
      signsTime: true,
      secretNames: ['SECRET_ONE', 'SECRET_TWO'],
      examples: [
        {
          name: 'a mail that is sent',
          body: told('email.sent'),
          events: [{ event: 'Email Sent', properties }],
        },
        {
          name: 'a delivery',
          body: told('email.delivered'),
          events: [
            {
              event: 'Email Delivered',
              timestamp: '2026-03-01T11:00:00.000Z',
              externalIds: [{ kind: 'email', value: 'ada@example.com' }],
            },
          ],
        },
        { name: 'a delay', body: told('email.delivery_delayed'), events: [{ event: 'Email Deferred' }] },
        {
          name: 'a hard bounce',
          body: told('email.bounced', {
            bounce: { message: 'smtp; 550 5.1.1 no such user', type: 'Permanent', subType: 'General' },
          }),
          events: [{ event: 'Email Bounced', properties: { ...properties, kind: 'hard', code: 'General' } }],
        },
        {
          name: 'a soft bounce',
          body: told('email.bounced', {
            bounce: { message: 'mailbox full', type: 'Transient', subType: 'MailboxFull' },
          }),
          events: [
            { event: 'Email Bounced', properties: { ...properties, kind: 'soft', code: 'MailboxFull' } },
          ],
        },
        {
          name: 'a failure to send',
          body: told('email.failed', { failed: { reason: 'reached_daily_quota' } }),
          events: [
            {
              event: 'Email Bounced',
              properties: { ...properties, kind: 'policy', reason: 'reached_daily_quota' },
            },
          ],
        },
        {
          name: 'a complaint',
          body: told('email.complained'),
          events: [{ event: 'Email Marked as Spam', properties }],
        },
        {
          name: 'an open',
          body: told('email.opened', { open: { ipAddress: '192.0.2.1' } }),
          events: [{ event: 'Email Opened' }],
        },
        {
          name: 'a click',
          body: told('email.clicked', { click: { link: 'https://shop.example/' } }),
          events: [{ event: 'Link Clicked', properties: { ...properties, url: 'https://shop.example/' } }],
        },
        {
          name: 'what is about no mail',
          body: {
            type: 'domain.updated',
            created_at: '2026-03-01T11:00:00.000Z',
            data: { name: 'shop.example' },
          },
          events: [],
        },
      ],
    },
  },
});

describe('Resend', () => {
  const [csv, png] = mailWithFiles.attachments;
  let fake: Awaited<ReturnType<typeof createResendFake>>;
  beforeEach(async () => {
    fake = await createResendFake('re_canary');
  });
  afterEach(() => fake.close());

  const config = () => ({ url: fake.url, apiKey: { env: 'KEY' }, webhookSecrets: { env: 'SECRET' } });
  const secrets = { KEY: 're_canary', SECRET: secretOne };
  const send = (input: object) =>
    callAction({
      plugin: resendPlugin,
      config: config(),
      secrets,
      action: 'send',
      input,
      idempotencyKey: 'message-1',
    });

  test('the webhook that the SDK makes is the one that the connector looks for, and the other way round', async () => {
    const client = new Resend('re_canary', { baseUrl: fake.url });
    const endpoint = 'https://ciclo.example/webhooks/shop/mail';
    const ours = { plugin: resendPlugin, config: config(), secrets, url: endpoint };
    const made = await setUpWebhook({ ...ours, does: 'subscribe' });
    expect(made).toMatchObject({ kind: 'done', created: 1, secret: 'whsec_made_1' });
    const [first, ...others] = (await client.webhooks.list()).data?.data ?? [];
    expect(others).toEqual([]);
    expect(first).toMatchObject({ endpoint, status: 'enabled' });
    await client.webhooks.remove(first?.id ?? '');
    await client.webhooks.create({ endpoint, events: first?.events ?? [] });
    expect(await setUpWebhook({ ...ours, does: 'subscribe' })).toMatchObject({ created: 0, removed: 0 });
    expect(await setUpWebhook({ ...ours, does: 'unsubscribe' })).toMatchObject({ removed: 1 });
    expect((await client.webhooks.list()).data?.data).toEqual([]);
  });

  test('the SDK resend 6.38.0 is answered by the fake, and its mail under the same key is the same mail', async () => {
    const client = new Resend('re_canary', { baseUrl: fake.url });
    const { data, error } = await client.emails.send(
      {
        from: exampleMail.from,
        to: ['Ada Lovelace <ada@example.com>'],
        replyTo: exampleMail.replyTo,
        subject: exampleMail.subject,
        html: exampleMail.html,
        text: exampleMail.text,
        headers: { ...exampleMail.headers, 'Message-ID': exampleMail.messageId },
        attachments: [
          { filename: 'report.csv', content: csv?.base64 ?? '', contentType: 'text/csv' },
          {
            filename: 'chart.png',
            content: png?.base64 ?? '',
            contentType: 'image/png',
            contentId: 'chart-1',
          },
        ],
        tags: [{ name: 'ciclo_message_id', value: 'message-1' }],
      },
      { idempotencyKey: 'sdk-1' },
    );
    expect([data, error]).toEqual([{ id: 're-1' }, null]);
    expect(await send(mailWithFiles)).toMatchObject({ kind: 'done', providerId: 're-2' });
    expect(fake.bodies[1]).toEqual(fake.bodies[0]);
  });

  test('a mail that was accepted before under its key, and rendered again since, is done and not sent twice', async () => {
    await send(exampleMail);
    expect(await send({ ...exampleMail, text: 'rendered a minute later' })).toMatchObject({ kind: 'done' });
    expect(fake.effects()).toBe(1);
  });

  test('what the connector verifies, the SDK verifies, and the other way round', async () => {
    const client = new Resend('re_canary');
    const now = Date.now();
    const body = Buffer.from(JSON.stringify(told('email.delivered')));
    const request = signedBySvix({ body, secret: secretOne, now, id: 'msg_1' });
    const headers = {
      id: request.headers['svix-id'] ?? '',
      timestamp: request.headers['svix-timestamp'] ?? '',
      signature: request.headers['svix-signature'] ?? '',
    };
    const verified = client.webhooks.verify({ payload: body.toString(), headers, webhookSecret: secretOne });
    expect(verified).toMatchObject({ type: 'email.delivered' });
    const ours = await receiveWebhook({ plugin: resendPlugin, config: config(), secrets, request, now });
    expect(ours.received).toMatchObject({ kind: 'verified' });
  });
});
