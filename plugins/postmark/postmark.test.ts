import { ServerClient } from 'postmark';
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
import { createPostmarkFake, postmarkRecord } from './fake.ts';
import { postmarkPlugin } from './postmark.ts';

/** Bodies as the pages of postmarkapp.com/developer/webhooks show them. */
const common = {
  MessageID: 'pm-1',
  ServerID: 23,
  MessageStream: 'outbound',
  Tag: 'welcome',
  Metadata: { ciclo_message_id: 'message-1' },
};
const bounce = (Type: string, more: object) => ({
  ...common,
  RecordType: 'Bounce',
  ID: 4323372036854776,
  Type,
  Name: Type,
  Email: 'ada@example.com',
  From: 'hello@shop.example',
  BouncedAt: '2026-03-01T11:00:00Z',
  Inactive: true,
  ...more,
});
const properties = { channel: 'email', message_id: 'message-1', provider_id: 'pm-1' };
const externalIds = [{ kind: 'email', value: 'ada@example.com' }];

conformance({
  plugin: postmarkPlugin,
  secrets: { TOKEN: 'canary-postmark-token', PASSWORD: 'canary-postmark-password' },
  config: (url) => ({
    ...(url === '' ? {} : { url }),
    serverToken: { env: 'TOKEN' },
    webhook: { user: 'postmark', password: { env: 'PASSWORD' } },
  }),
  provider: { start: () => createPostmarkFake('canary-postmark-token'), plays: scenarios },
  actions: { send: { input: exampleMail, junk: junkMails } },
  webhooks: {
    main: {
      sign: ({ body, secret }) => postmarkRecord({ body, user: 'postmark', secret }),
      required: ['authorization'],
      signsTime: false,
      secretNames: ['PASSWORD'],
      examples: [
        {
          name: 'a delivery',
          body: {
            ...common,
            RecordType: 'Delivery',
            Recipient: 'Ada@Example.com',
            DeliveredAt: '2026-03-01T11:00:00-01:00',
            Details: 'smtp; 250 OK',
          },
          events: [
            { event: 'Email Delivered', timestamp: '2026-03-01T12:00:00.000Z', externalIds, properties },
          ],
        },
        {
          name: 'a hard bounce',
          body: bounce('HardBounce', { Details: 'smtp;550 5.1.1 The account does not exist' }),
          events: [
            {
              event: 'Email Bounced',
              properties: {
                ...properties,
                kind: 'hard',
                code: 'HardBounce',
                reason: 'smtp;550 5.1.1 The account does not exist',
              },
            },
          ],
        },
        {
          name: 'a full mailbox',
          body: bounce('SoftBounce', { ID: 2, Details: 'smtp;452 4.2.2 full' }),
          events: [
            {
              event: 'Email Bounced',
              properties: { ...properties, kind: 'soft', code: 'SoftBounce', reason: 'smtp;452 4.2.2 full' },
            },
          ],
        },
        {
          name: 'a refusal because of DMARC',
          body: bounce('DMARCPolicy', { ID: 3, Description: 'Rejected due to DMARC.' }),
          events: [
            {
              event: 'Email Bounced',
              properties: {
                ...properties,
                kind: 'policy',
                code: 'DMARCPolicy',
                reason: 'Rejected due to DMARC.',
              },
            },
          ],
        },
        {
          name: 'an answer that asks to be taken off',
          body: bounce('Unsubscribe', { ID: 4 }),
          events: [{ event: 'Unsubscribed' }],
        },
        {
          name: 'a complaint',
          body: { ...bounce('SpamComplaint', { ID: 5 }), RecordType: 'SpamComplaint' },
          events: [{ event: 'Email Marked as Spam', externalIds }],
        },
        {
          name: 'an open',
          body: {
            ...common,
            RecordType: 'Open',
            FirstOpen: true,
            Recipient: 'ada@example.com',
            ReceivedAt: '2026-03-01T11:30:00Z',
          },
          events: [{ event: 'Email Opened', properties }],
        },
        {
          name: 'a click',
          body: {
            ...common,
            RecordType: 'Click',
            Recipient: 'ada@example.com',
            OriginalLink: 'https://shop.example/',
            ReceivedAt: '2026-03-01T11:31:00Z',
          },
          events: [{ event: 'Link Clicked', properties: { ...properties, url: 'https://shop.example/' } }],
        },
        {
          name: 'an unsubscription',
          body: {
            ...common,
            RecordType: 'SubscriptionChange',
            Recipient: 'ada@example.com',
            ChangedAt: '2026-03-01T11:32:00Z',
            Origin: 'Recipient',
            SuppressSending: true,
            SuppressionReason: 'ManualSuppression',
          },
          events: [{ event: 'Unsubscribed', properties }],
        },
        {
          name: 'a suppression that its bounce told already',
          body: {
            ...common,
            RecordType: 'SubscriptionChange',
            Recipient: 'ada@example.com',
            ChangedAt: '2026-03-01T11:33:00Z',
            Origin: 'Recipient',
            SuppressSending: true,
            SuppressionReason: 'HardBounce',
          },
          events: [],
        },
      ],
    },
  },
});

describe('Postmark', () => {
  const [csv, png] = mailWithFiles.attachments;
  let fake: Awaited<ReturnType<typeof createPostmarkFake>>;
  beforeEach(async () => {
    fake = await createPostmarkFake('canary');
  });
  afterEach(() => fake.close());

  const send = (input: object) =>
    callAction({
      plugin: postmarkPlugin,
      config: { url: fake.url, serverToken: { env: 'TOKEN' } },
      secrets: { TOKEN: 'canary' },
      action: 'send',
      input,
      idempotencyKey: 'message-1',
    });

  test('the webhook that the SDK makes is the one that the connector looks for, and the other way round', async () => {
    const client = new ServerClient('canary', { requestHost: new URL(fake.url).host, useHttps: false });
    const url = 'https://ciclo.example/webhooks/shop/mail';
    const on = { Enabled: true };
    await client.createWebhook({
      Url: url,
      MessageStream: 'outbound',
      HttpAuth: { Username: 'postmark', Password: 'secret-of-ours' },
      Triggers: { Open: on, Click: on, Delivery: on, Bounce: on, SpamComplaint: on, SubscriptionChange: on },
    });
    const ours = {
      plugin: postmarkPlugin,
      config: {
        url: fake.url,
        serverToken: { env: 'TOKEN' },
        webhook: { user: 'postmark', password: { env: 'PASSWORD' } },
      },
      secrets: { TOKEN: 'canary', PASSWORD: 'secret-of-ours' },
      url,
    };
    const none = { kind: 'done', created: 0, removed: 0 };
    expect(await setUpWebhook({ ...ours, does: 'subscribe' })).toMatchObject(none);
    // With another password than ours, Postmark's requests would be refused.
    const changed = { ...ours, secrets: { ...ours.secrets, PASSWORD: 'a-new-one' } };
    expect(await setUpWebhook({ ...changed, does: 'subscribe' })).toMatchObject({ created: 1, removed: 1 });
    const [kept, ...others] = (await client.getWebhooks()).Webhooks;
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ Url: url, HttpAuth: { Password: 'a-new-one' } });
    await client.deleteWebhook(kept?.ID ?? 0);
    expect(await setUpWebhook({ ...ours, does: 'unsubscribe' })).toMatchObject(none);
  });

  test('the SDK postmark 5.1.0 is answered by the fake, and sends of the same mail what the connector sends', async () => {
    const client = new ServerClient('canary', {
      requestHost: fake.url.replace('http://', ''),
      useHttps: false,
    });
    const headers = { ...exampleMail.headers, 'Message-ID': exampleMail.messageId, 'X-PM-KeepID': 'true' };
    const answer = await client.sendEmail({
      From: exampleMail.from,
      To: 'Ada Lovelace <ada@example.com>',
      ReplyTo: exampleMail.replyTo,
      Subject: exampleMail.subject,
      HtmlBody: exampleMail.html,
      TextBody: exampleMail.text,
      MessageStream: 'outbound',
      TrackOpens: false,
      Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
      Metadata: { ciclo_message_id: 'message-1' },
      Attachments: [
        { Name: 'report.csv', Content: csv?.base64 ?? '', ContentType: 'text/csv', ContentID: null },
        { Name: 'chart.png', Content: png?.base64 ?? '', ContentType: 'image/png', ContentID: 'cid:chart-1' },
      ],
    });
    expect(answer.MessageID).toBe('pm-1');
    expect(await send(mailWithFiles)).toEqual({ kind: 'done', output: { id: 'pm-2' }, providerId: 'pm-2' });
    expect(fake.bodies[1]).toEqual({ ...Object(fake.bodies[0]), TrackLinks: 'None' });
  });

  test('an inactive recipient is suppressed, and its address stays out of the outcome', async () => {
    const outcome = await send({ ...exampleMail, to: 'inactive@example.com' });
    expect(outcome).toMatchObject({ kind: 'rejected', code: 'inactive-recipient', recipientBlocked: true });
    expect(JSON.stringify(outcome)).not.toContain('inactive@');
  });

  test('a sender that Postmark does not know delays the mail', async () => {
    expect(await send({ ...exampleMail, from: 'unsigned@shop.example' })).toMatchObject({
      kind: 'retry',
      code: 'auth-failed',
    });
  });
});
