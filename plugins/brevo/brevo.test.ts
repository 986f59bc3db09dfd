import { BrevoClient } from '@getbrevo/brevo';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  callAction,
  conformance,
  exampleMail,
  junkMails,
  mailWithFiles,
  scenarios,
  setUpWebhook,
} from '../testing.ts';
import { brevoPlugin } from './brevo.ts';
import { brevoEvent, createBrevoFake } from './fake.ts';

/** Bodies as developers.brevo.com/docs/transactional-webhooks shows them. */
const told = (event: string, more: object = {}) => ({
  event,
  email: 'ada@example.com',
  id: 26_224,
  date: '2026-03-01 12:00:00',
  ts: 1_772_362_800,
  ts_event: 1_772_366_400,
  ts_epoch: 1_772_366_400_000,
  'message-id': '<1@smtp-relay.mailin.fr>',
  subject: 'You left something behind',
  'X-Mailin-custom': 'ciclo:message-1',
  sending_ip: '192.0.2.1',
  ...more,
});
const properties = { channel: 'email', message_id: 'message-1', provider_id: '<1@smtp-relay.mailin.fr>' };

conformance({
  plugin: brevoPlugin,
  secrets: { API_KEY: 'xkeysib-canary', TOKEN_ONE: 'canary-token-one', TOKEN_TWO: 'canary-token-two' },
  config: (url) => ({
    ...(url === '' ? {} : { url }),
    apiKey: { env: 'API_KEY' },
    webhookTokens: [{ env: 'TOKEN_ONE' }, { env: 'TOKEN_TWO' }],
  }),
  provider: { start: () => createBrevoFake('xkeysib-canary'), plays: scenarios },
  actions: { send: { input: exampleMail, junk: junkMails } },
  webhooks: {
    main: {
      sign: brevoEvent,
      required: ['authorization'],
      signsTime: false,
      secretNames: ['TOKEN_ONE', 'TOKEN_TWO'],
      examples: [
        { name: 'a mail that is sent', body: told('request'), events: [{ event: 'Email Sent', properties }] },
        {
          name: 'a delivery',
          body: told('delivered'),
          events: [
            {
              event: 'Email Delivered',
              timestamp: '2026-03-01T12:00:00.000Z',
              externalIds: [{ kind: 'email', value: 'ada@example.com' }],
            },
          ],
        },
        {
          name: 'a delay',
          body: told('deferred', { reason: '421 busy' }),
          events: [{ event: 'Email Deferred' }],
        },
        {
          name: 'a hard bounce',
          body: told('hard_bounce', { reason: '550 5.1.1 user unknown' }),
          events: [
            {
              event: 'Email Bounced',
              properties: {
                ...properties,
                kind: 'hard',
                code: 'hard_bounce',
                reason: '550 5.1.1 user unknown',
              },
            },
          ],
        },
        {
          name: 'a soft bounce',
          body: told('soft_bounce'),
          events: [
            { event: 'Email Bounced', properties: { ...properties, kind: 'soft', code: 'soft_bounce' } },
          ],
        },
        {
          name: 'a blocked mail',
          body: told('blocked', { reason: 'blocked : due to blacklist user' }),
          events: [
            { event: 'Email Bounced', properties: { ...properties, kind: 'policy', code: 'blocked' } },
          ],
        },
        {
          name: 'an invalid address',
          body: told('invalid_email'),
          events: [
            { event: 'Email Bounced', properties: { ...properties, kind: 'hard', code: 'invalid_email' } },
          ],
        },
        { name: 'a complaint', body: told('spam'), events: [{ event: 'Email Marked as Spam' }] },
        { name: 'an open', body: told('opened'), events: [{ event: 'Email Opened', properties }] },
        {
          name: 'an open by a proxy',
          body: told('unique_proxy_open'),
          events: [{ event: 'Email Opened', properties: { ...properties, machine: true } }],
        },
        {
          name: 'a click',
          body: told('click', { link: 'https://shop.example/' }),
          events: [{ event: 'Link Clicked' }],
        },
        { name: 'an unsubscription', body: told('unsubscribed'), events: [{ event: 'Unsubscribed' }] },
        { name: 'what is not known yet', body: told('something_new'), events: [] },
      ],
    },
  },
});

describe('Brevo', () => {
  let fake: Awaited<ReturnType<typeof createBrevoFake>>;
  beforeEach(async () => {
    fake = await createBrevoFake('canary');
  });
  afterEach(() => fake.close());

  const send = (input: object) =>
    callAction({
      plugin: brevoPlugin,
      config: { url: fake.url, apiKey: { env: 'KEY' } },
      secrets: { KEY: 'canary' },
      action: 'send',
      input,
      idempotencyKey: 'message-1',
    });

  test('the webhook that the SDK makes is the one that the connector looks for, and the other way round', async () => {
    const client = new BrevoClient({ apiKey: 'canary', baseUrl: `${fake.url}/v3`, maxRetries: 0 });
    const url = 'https://ciclo.example/webhooks/shop/mail';
    await client.webhooks.createWebhook({
      url,
      type: 'transactional',
      channel: 'email',
      auth: { type: 'bearer', token: 'ours' },
      events: [
        ...(['sent', 'delivered', 'deferred', 'hardBounce', 'softBounce', 'invalid'] as const),
        ...(['blocked', 'spam', 'opened', 'click', 'unsubscribed'] as const),
      ],
    });
    const ours = {
      plugin: brevoPlugin,
      config: { url: fake.url, apiKey: { env: 'KEY' }, webhookTokens: { env: 'HOOK' } },
      secrets: { KEY: 'canary', HOOK: 'ours' },
      url,
    };
    expect(await setUpWebhook({ ...ours, does: 'subscribe' })).toMatchObject({ created: 0, removed: 0 });
    expect(await setUpWebhook({ ...ours, does: 'unsubscribe' })).toMatchObject({ removed: 1 });
    expect(await setUpWebhook({ ...ours, does: 'subscribe' })).toMatchObject({ created: 1 });
    const { webhooks } = await client.webhooks.getWebhooks({ type: 'transactional' });
    expect(webhooks).toMatchObject([{ url, type: 'transactional' }]);
    await client.webhooks.deleteWebhook({ webhookId: webhooks[0]?.id ?? 0 });
    expect(await setUpWebhook({ ...ours, does: 'unsubscribe' })).toMatchObject({ removed: 0 });
  });

  test('the SDK @getbrevo/brevo 6.0.3 is answered by the fake, and sends of the same mail what the connector sends', async () => {
    const client = new BrevoClient({ apiKey: 'canary', baseUrl: `${fake.url}/v3`, maxRetries: 0 });
    const answer = await client.transactionalEmails.sendTransacEmail({
      sender: { name: 'The Shop', email: 'hello@shop.example' },
      to: [{ email: 'ada@example.com', name: 'Ada Lovelace' }],
      replyTo: { email: 'help@shop.example' },
      subject: exampleMail.subject,
      htmlContent: exampleMail.html,
      textContent: exampleMail.text,
      attachment: mailWithFiles.attachments.map(({ name, base64 }) => ({ name, content: base64 })),
      headers: { ...exampleMail.headers, 'X-Mailin-custom': 'ciclo:message-1', idempotencyKey: 'message-1' },
    });
    expect(answer.messageId).toBe('<1@smtp-relay.mailin.fr>');
    expect(await send(mailWithFiles)).toMatchObject({ kind: 'done', providerId: '<2@smtp-relay.mailin.fr>' });
    expect(fake.bodies[1]).toEqual(fake.bodies[0]);
  });

  test('an account without credits delays the mail and loses none', async () => {
    expect(await send({ ...exampleMail, from: 'broke@shop.example' })).toMatchObject({ kind: 'retry' });
  });
});
