import Mailgun from 'mailgun.js';
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
import { createMailgunFake, mailgunEvent } from './fake.ts';
import { mailgunPlugin } from './mailgun.ts';

/** Bodies as documentation.mailgun.com shows them. */
const told = (event: string, more: object = {}) => ({
  'event-data': {
    id: `id-of-${event}`,
    timestamp: 1_772_366_400.908181,
    'log-level': 'info',
    event,
    recipient: 'ada@example.com',
    message: { headers: { 'message-id': '1@mg.shop.example', subject: 'You left something behind' } },
    'user-variables': { ciclo_message_id: 'message-1' },
    tags: [],
    ...more,
  },
});
const properties = { channel: 'email', message_id: 'message-1', provider_id: '1@mg.shop.example' };
const failed = (reason: string, status: object, severity = 'permanent') =>
  told('failed', {
    id: `failed-${reason}`,
    severity,
    reason,
    'delivery-status': { 'attempt-no': 1, ...status },
  });

conformance({
  plugin: mailgunPlugin,
  secrets: { API_KEY: 'canary-mailgun-key', KEY_ONE: 'canary-signing-one', KEY_TWO: 'canary-signing-two' },
  config: (url) => ({
    ...(url === '' ? {} : { url }),
    apiKey: { env: 'API_KEY' },
    domain: 'mg.shop.example',
    webhookKeys: [{ env: 'KEY_ONE' }, { env: 'KEY_TWO' }],
  }),
  provider: {
    start: () => createMailgunFake({ apiKey: 'canary-mailgun-key', domain: 'mg.shop.example' }),
    plays: scenarios,
  },
  actions: { send: { input: exampleMail, junk: junkMails } },
  webhooks: {
    main: {
      sign: mailgunEvent,
      required: [],
      signsTime: false,
      secretNames: ['KEY_ONE', 'KEY_TWO'],
      examples: [
        {
          name: 'a mail that is taken',
          body: told('accepted'),
          events: [{ event: 'Email Sent', properties }],
        },
        {
          name: 'a delivery',
          body: told('delivered', { 'delivery-status': { code: 250, message: 'OK' } }),
          events: [
            {
              event: 'Email Delivered',
              timestamp: '2026-03-01T12:00:00.908Z',
              properties,
              externalIds: [{ kind: 'email', value: 'ada@example.com' }],
            },
          ],
        },
        {
          name: 'a delay',
          body: failed('generic', { code: 421, message: '421 busy' }, 'temporary'),
          events: [
            { event: 'Email Deferred', properties: { ...properties, code: '421', reason: '421 busy' } },
          ],
        },
        {
          name: 'a hard bounce',
          body: failed('bounce', {
            code: 550,
            message: '5.1.1 The email account that you tried to reach does not exist',
          }),
          events: [{ event: 'Email Bounced', properties: { ...properties, kind: 'hard', code: '550' } }],
        },
        {
          name: 'an address that bounced before',
          body: failed('suppress-bounce', {
            code: 605,
            message: '',
            description: 'Not delivering to previously bounced address',
          }),
          events: [
            {
              event: 'Email Bounced',
              properties: {
                ...properties,
                kind: 'hard',
                reason: 'Not delivering to previously bounced address',
              },
            },
          ],
        },
        {
          name: 'an address that unsubscribed before',
          body: failed('suppress-unsubscribe', {
            code: 606,
            description: 'Not delivering to unsubscribed address',
          }),
          events: [{ event: 'Email Bounced', properties: { ...properties, kind: 'policy' } }],
        },
        {
          name: 'a mail that Mailgun gave up after hours',
          body: failed('old', { code: 602, description: 'Too old' }),
          events: [{ event: 'Email Bounced', properties: { ...properties, kind: 'soft' } }],
        },
        {
          name: 'a mail that Mailgun refused',
          body: told('rejected', { reject: { reason: 'Sandbox subdomains are for test purposes only.' } }),
          events: [{ event: 'Email Bounced', properties: { ...properties, kind: 'policy' } }],
        },
        {
          name: 'a complaint',
          body: told('complained'),
          events: [{ event: 'Email Marked as Spam', properties }],
        },
        {
          name: 'an open by a program',
          body: told('opened', { 'client-info': { bot: 'apple' } }),
          events: [{ event: 'Email Opened', properties: { ...properties, machine: true } }],
        },
        {
          name: 'a click',
          body: told('clicked', { url: 'https://shop.example/' }),
          events: [{ event: 'Link Clicked', properties: { ...properties, url: 'https://shop.example/' } }],
        },
        {
          name: 'an unsubscription',
          body: told('unsubscribed'),
          events: [{ event: 'Unsubscribed', properties }],
        },
        { name: 'what is not known yet', body: told('list_member_uploaded'), events: [] },
      ],
    },
  },
});

describe('Mailgun', () => {
  const [csv, png] = mailWithFiles.attachments;
  let fake: Awaited<ReturnType<typeof createMailgunFake>>;
  beforeEach(async () => {
    fake = await createMailgunFake({ apiKey: 'canary', domain: 'mg.shop.example' });
  });
  afterEach(() => fake.close());

  const send = (domain: string) =>
    callAction({
      plugin: mailgunPlugin,
      config: { url: fake.url, domain, apiKey: { env: 'KEY' } },
      secrets: { KEY: 'canary' },
      action: 'send',
      input: mailWithFiles,
      idempotencyKey: 'message-1',
    });

  test('addresses that the SDK set up stay beside ours, and it reads ours', async () => {
    const client = new Mailgun(FormData).client({ username: 'api', key: 'canary', url: fake.url });
    const domain = 'mg.shop.example';
    const url = 'https://ciclo.example/webhooks/shop/mail';
    const theirs = 'https://other.example/hook';
    await client.webhooks.create(domain, 'delivered', theirs, false);
    await client.webhooks.create(domain, 'clicked', url, false);
    const ours = {
      plugin: mailgunPlugin,
      config: { url: fake.url, domain, apiKey: { env: 'KEY' } },
      secrets: { KEY: 'canary' },
      url,
    };
    expect(await setUpWebhook({ ...ours, does: 'subscribe' })).toMatchObject({ created: 7, removed: 0 });
    const kept = await client.webhooks.list(domain, {});
    expect(kept).toMatchObject({ delivered: { urls: [theirs, url] }, permanent_fail: { urls: [url] } });
    expect(await setUpWebhook({ ...ours, does: 'unsubscribe' })).toMatchObject({ removed: 8 });
    expect(await client.webhooks.list(domain, {})).toEqual({ delivered: { urls: [theirs] } });
  });

  test('the SDK mailgun.js 14.0.1 is answered by the fake, and sends of the same mail what the connector sends', async () => {
    const client = new Mailgun(FormData).client({ username: 'api', key: 'canary', url: fake.url });
    const headers = {
      ...exampleMail.headers,
      'Message-Id': exampleMail.messageId,
      'Reply-To': exampleMail.replyTo,
    };
    const answer = await client.messages.create('mg.shop.example', {
      from: exampleMail.from,
      to: 'Ada Lovelace <ada@example.com>',
      subject: exampleMail.subject,
      html: exampleMail.html,
      text: exampleMail.text,
      'o:tracking': 'no',
      'v:ciclo_message_id': 'message-1',
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [`h:${name}`, value])),
      attachment: [
        { filename: 'report.csv', data: Buffer.from(csv?.base64 ?? '', 'base64'), contentType: 'text/csv' },
      ],
      inline: [
        { filename: 'chart-1', data: Buffer.from(png?.base64 ?? '', 'base64'), contentType: 'image/png' },
      ],
    });
    expect(answer.id).toBe('<1@mg.shop.example>');
    expect(await send('mg.shop.example')).toMatchObject({ kind: 'done', providerId: '<2@mg.shop.example>' });
    expect(fake.bodies[1]).toEqual(fake.bodies[0]);
  });

  test('a domain that Mailgun does not know yet delays the mail and loses none', async () => {
    expect(await send('other.example')).toMatchObject({ kind: 'retry', code: 'auth-failed' });
  });
});
