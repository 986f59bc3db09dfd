import { generateKeyPairSync } from 'node:crypto';
import https from 'node:https';
import { PassThrough } from 'node:stream';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import SnsValidator from 'sns-validator';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAction, conformance, exampleMail, junkMails, mailWithFiles, scenarios } from '../testing.ts';
import { at, createHarness, testNow } from '../testing/harness.ts';
import { createSesFake, exampleTopic, snsRequest } from './fake.ts';
import { certificatePem } from './fixtures.ts';
import { sesPlugin } from './ses.ts';

const account = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secret: 'canary-secret-access-key' };
const { privateKey: otherKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** Events as docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html shows them. */
const told = (eventType: string, more: object = {}) => ({
  eventType,
  mail: {
    timestamp: '2026-03-01T10:59:00.000Z',
    source: 'The Shop <hello@shop.example>',
    messageId: 'ses-1',
    destination: ['Ada Lovelace <ada@example.com>'],
    tags: { 'ses:configuration-set': ['shop'], ciclo_message_id: ['message-1'] },
  },
  ...more,
});
const timestamp = '2026-03-01T11:00:00.000Z';
const properties = { channel: 'email', message_id: 'message-1', provider_id: 'ses-1' };
const bounce = (bounceType: string, bounceSubType: string, diagnosticCode: string) =>
  told('Bounce', {
    bounce: {
      bounceType,
      bounceSubType,
      bouncedRecipients: [
        { emailAddress: 'ada@example.com', action: 'failed', status: '5.0.0', diagnosticCode },
      ],
      timestamp,
      feedbackId: 'feedback-1',
    },
  });

const configOf = (url: string) => ({
  ...(url === '' ? {} : { url, snsUrl: url }),
  region: 'eu-west-1',
  accessKeyId: account.accessKeyId,
  secretAccessKey: { env: 'SECRET' },
  topics: [exampleTopic],
});

conformance({
  plugin: sesPlugin,
  secrets: { SECRET: account.secret },
  config: configOf,
  provider: { start: () => createSesFake(account), plays: scenarios },
  actions: { send: { input: exampleMail, junk: junkMails } },
  webhooks: {
    main: {
      sign: ({ body, secret, now, id }) =>
        snsRequest({
          message: new TextDecoder().decode(body),
          now,
          id,
          ...(secret === '' ? {} : { key: otherKey }),
        }),
      key: certificatePem,
      required: [],
      signsTime: false,
      secretNames: [],
      examples: [
        {
          name: 'a mail that is sent',
          body: told('Send', { send: {} }),
          topic: 'Send',
          events: [
            { event: 'Email Sent', properties, externalIds: [{ kind: 'email', value: 'ada@example.com' }] },
          ],
        },
        {
          name: 'a delivery',
          body: told('Delivery', {
            delivery: { timestamp, recipients: ['ada@example.com'], smtpResponse: '250 ok' },
          }),
          events: [{ event: 'Email Delivered', timestamp, properties }],
        },
        {
          name: 'a delay',
          body: told('DeliveryDelay', {
            deliveryDelay: {
              delayType: 'MailboxFull',
              timestamp,
              delayedRecipients: [
                { emailAddress: 'ada@example.com', status: '4.2.2', diagnosticCode: '452 full' },
              ],
            },
          }),
          events: [
            {
              event: 'Email Deferred',
              properties: { ...properties, code: 'MailboxFull', reason: '452 full' },
            },
          ],
        },
        {
          name: 'a hard bounce',
          body: bounce('Permanent', 'General', 'smtp; 550 5.1.1 user unknown'),
          events: [{ event: 'Email Bounced', timestamp, properties: { ...properties, kind: 'hard' } }],
        },
        {
          name: 'a soft bounce',
          body: bounce('Transient', 'MailboxFull', 'smtp; 452 4.2.2 mailbox full'),
          events: [
            { event: 'Email Bounced', properties: { ...properties, kind: 'soft', code: 'MailboxFull' } },
          ],
        },
        {
          name: 'a bounce of the notifications of an identity',
          body: {
            ...bounce('Permanent', 'Suppressed', ''),
            eventType: undefined,
            notificationType: 'Bounce',
          },
          events: [
            { event: 'Email Bounced', properties: { ...properties, kind: 'hard', code: 'Suppressed' } },
          ],
        },
        {
          name: 'a mail with a virus',
          body: told('Reject', { reject: { reason: 'Bad content' } }),
          events: [
            { event: 'Email Bounced', properties: { ...properties, kind: 'policy', reason: 'Bad content' } },
          ],
        },
        {
          name: 'a complaint',
          body: told('Complaint', {
            complaint: { complainedRecipients: [{ emailAddress: 'ada@example.com' }], timestamp },
          }),
          events: [{ event: 'Email Marked as Spam', timestamp, properties }],
        },
        {
          name: 'an open',
          body: told('Open', { open: { ipAddress: '192.0.2.1', timestamp, userAgent: 'x' } }),
          events: [{ event: 'Email Opened', timestamp }],
        },
        {
          name: 'a click',
          body: told('Click', { click: { timestamp, link: 'https://shop.example/' } }),
          events: [{ event: 'Link Clicked', properties: { ...properties, url: 'https://shop.example/' } }],
        },
        {
          name: 'an unsubscription from everything',
          body: told('Subscription', {
            subscription: { timestamp, newTopicPreferences: { unsubscribeAll: true } },
          }),
          events: [{ event: 'Unsubscribed' }],
        },
        { name: 'what is not known yet', body: told('Dance'), events: [] },
      ],
    },
  },
});

let fake: Awaited<ReturnType<typeof createSesFake>>;
beforeEach(async () => {
  fake = await createSesFake(account);
});
afterEach(() => fake.close());

describe('Amazon SES', () => {
  const send = (input: object, more: object = {}) =>
    callAction({
      plugin: sesPlugin,
      config: { ...configOf(fake.url), ...more },
      secrets: { SECRET: account.secret },
      action: 'send',
      input,
      idempotencyKey: 'message-1',
    });

  test('@aws-sdk/client-sesv2 3.1176.0 is answered by the fake, which checks its signature, and sends of the same mail what the connector sends', async () => {
    const client = new SESv2Client({
      region: 'eu-west-1',
      endpoint: fake.url,
      credentials: { accessKeyId: account.accessKeyId, secretAccessKey: account.secret },
    });
    const [csv, png] = mailWithFiles.attachments;
    const inUtf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
    const answer = await client.send(
      new SendEmailCommand({
        FromEmailAddress: 'The Shop <hello@shop.example>',
        Destination: { ToAddresses: ['Ada Lovelace <ada@example.com>'] },
        ReplyToAddresses: ['help@shop.example'],
        Content: {
          Simple: {
            Subject: inUtf8(exampleMail.subject),
            Body: { Html: inUtf8(exampleMail.html), Text: inUtf8(exampleMail.text) },
            Headers: Object.entries(exampleMail.headers).map(([Name, Value]) => ({ Name, Value })),
            Attachments: [
              {
                FileName: 'report.csv',
                ContentType: 'text/csv',
                RawContent: Buffer.from(csv?.base64 ?? '', 'base64'),
                ContentTransferEncoding: 'BASE64',
                ContentDisposition: 'ATTACHMENT',
              },
              {
                FileName: 'chart.png',
                ContentType: 'image/png',
                RawContent: Buffer.from(png?.base64 ?? '', 'base64'),
                ContentTransferEncoding: 'BASE64',
                ContentDisposition: 'INLINE',
                ContentId: 'chart-1',
              },
            ],
          },
        },
        EmailTags: [{ Name: 'ciclo_message_id', Value: 'message-1' }],
        ConfigurationSetName: 'shop',
      }),
    );
    expect(answer.MessageId).toBe('ses-1');
    expect(await send(mailWithFiles, { configurationSet: 'shop' })).toMatchObject({
      kind: 'done',
      providerId: 'ses-2',
    });
    expect(fake.bodies[1]).toEqual(fake.bodies[0]);
  });

  test('a name that is not ASCII goes as words of RFC 2047', async () => {
    expect(await send({ ...exampleMail, from: 'Tienda Ñandú <hello@shop.example>' })).toMatchObject({
      kind: 'done',
    });
    expect(fake.bodies[0]).toMatchObject({
      FromEmailAddress: `=?UTF-8?B?${Buffer.from('Tienda Ñandú').toString('base64')}?= <hello@shop.example>`,
    });
  });

  test('a paused account and a sender that is not verified delay the mail and lose none', async () => {
    for (const from of ['paused@shop.example', 'unknown@shop.example']) {
      const outcome = await send({ ...exampleMail, from });
      expect(outcome).toMatchObject({ kind: 'retry', code: 'auth-failed' });
      expect(JSON.stringify(outcome)).not.toContain('@shop.example');
    }
  });

  test('the check of the connector asks SES whether it may send', async () => {
    const secrets = { SECRET: account.secret };
    const harness = createHarness({ plugin: sesPlugin, config: configOf(fake.url), secrets });
    expect(await harness.runtime.health()).toMatchObject([{ health: { ok: true } }]);
    await harness.close();
  });
});

describe('what SNS delivers', () => {
  const start = () =>
    createHarness({ plugin: sesPlugin, config: configOf(fake.url), secrets: { SECRET: account.secret } });
  const request = (more: Partial<Parameters<typeof snsRequest>[0]> = {}) =>
    snsRequest({
      message: JSON.stringify(told('Send')),
      now: testNow,
      id: 'id-1',
      snsUrl: fake.url,
      ...more,
    });

  test('is verified with the certificate that it names, which is fetched once', async () => {
    const { runtime, close } = start();
    for (const id of ['one', 'two']) {
      expect(await runtime.take({ ...at, request: request({ id }), now: testNow })).toMatchObject({
        kind: 'verified',
        dedupeKey: id,
      });
    }
    expect(fake.fetched).toEqual(['certificate']);
    await close();
  });

  test('confirms its subscription, once the request for it is verified; nothing of it is stored', async () => {
    const { runtime, close } = start();
    const more = { Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL: `${fake.url}/confirm` };
    const asked = request({ message: 'Confirm, please.', more });
    const forged = request({ message: 'Confirm, please.', more, key: otherKey });
    expect(await runtime.take({ ...at, request: forged, now: testNow })).toMatchObject({ status: 401 });
    expect(fake.fetched).toEqual(['certificate']);
    expect(await runtime.take({ ...at, request: asked, now: testNow })).toMatchObject({
      kind: 'reply',
      status: 200,
    });
    expect(fake.fetched).toEqual(['certificate', 'confirm']);
    await close();
  });

  test('is refused from another topic, with a certificate from elsewhere, or one that is not in force, and nothing is fetched for it', async () => {
    const { runtime, close } = start();
    const refusedAs = async (more: Parameters<typeof request>[0], now = testNow) =>
      runtime.take({ ...at, request: request(more), now });
    const foreign = { TopicArn: 'arn:aws:sns:eu-west-1:999999999999:other' };
    expect(await refusedAs({ more: foreign })).toMatchObject({ code: 'wrong-source', status: 401 });
    const elsewhere = { SigningCertURL: 'https://sns.eu-west-1.amazonaws.com.evil.example/a.pem' };
    expect(await refusedAs({ more: elsewhere })).toMatchObject({ code: 'wrong-source', status: 401 });
    expect(fake.fetched).toEqual([]);
    const early = Date.UTC(2025, 0, 1);
    expect(await refusedAs({}, early)).toMatchObject({ code: 'bad-signature', status: 401 });
    await close();
  });

  test('waits, answered 503, while its certificate cannot be fetched, and is refused where there is none', async () => {
    const { runtime, close } = start();
    const missing = request({ more: { SigningCertURL: `${fake.url}/missing.pem` } });
    expect(await runtime.take({ ...at, request: missing, now: testNow })).toMatchObject({ status: 401 });
    fake.play('unavailable');
    expect(await runtime.take({ ...at, request: request(), now: testNow })).toMatchObject({
      status: 503,
      code: 'key-unreachable',
    });
    await close();
  });

  test.each(['1', '2'] as const)(
    'what the fake signs with version %s, sns-validator 0.3.5 verifies, and what is forged it refuses',
    async (version) => {
      const { get } = https;
      Reflect.set(https, 'get', (_url: string, heard: (answer: PassThrough) => void) => {
        heard(Object.assign(new PassThrough().end(certificatePem), { statusCode: 200 }));
        return new PassThrough();
      });
      const validated = (key?: string) => {
        const signed = snsRequest({
          message: JSON.stringify(told('Send')),
          now: testNow,
          id: 'id-1',
          version,
          ...(key === undefined ? {} : { key }),
        });
        return new Promise<boolean>((resolve) => {
          new SnsValidator().validate(Buffer.from(signed.rawBody).toString(), (error) =>
            resolve(error === null),
          );
        });
      };
      expect(await validated()).toBe(true);
      expect(await validated(otherKey)).toBe(false);
      Reflect.set(https, 'get', get);
    },
  );
});
