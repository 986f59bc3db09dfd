import sendgrid from '@sendgrid/mail';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { InboundEvent, WebhookRequest } from '../contract.ts';
import { callAction, receiveWebhook, exampleMail, mailWithFiles } from '../testing.ts';
import { createSendgridFake } from './fake.ts';
import { sendgridPlugin } from './sendgrid.ts';

let fake: Awaited<ReturnType<typeof createSendgridFake>>;
beforeEach(async () => {
  fake = await createSendgridFake('SG.canary');
});
afterEach(() => fake.close());

const [csv, png] = mailWithFiles.attachments;
const off = { enable: false };

test('@sendgrid/mail 8.1.6 is answered by the fake, and sends of the same mail what the connector sends', async () => {
  sendgrid.setApiKey('SG.canary');
  // The client of the service has no type of its own there; its base URL is set as its documentation says.
  const client: unknown = Reflect.get(sendgrid, 'client');
  if (typeof client !== 'object' || client === null) throw new Error('The SDK has no client.');
  Reflect.get(client, 'setDefaultRequest').call(client, 'baseUrl', `${fake.url}/`);
  const [answer] = await sendgrid.send({
    personalizations: [
      {
        to: { email: 'ada@example.com', name: 'Ada Lovelace' },
        customArgs: { ciclo_message_id: 'message-1' },
      },
    ],
    from: { email: 'hello@shop.example', name: 'The Shop' },
    replyTo: { email: 'help@shop.example' },
    subject: exampleMail.subject,
    content: [
      { type: 'text/plain', value: exampleMail.text },
      { type: 'text/html', value: exampleMail.html },
    ],
    headers: { ...exampleMail.headers, 'Message-ID': exampleMail.messageId },
    attachments: [
      { content: csv?.base64 ?? '', filename: 'report.csv', type: 'text/csv', disposition: 'attachment' },
      // Named as the API has it: the SDK hands its own name for it on as it is.
      Object.assign(
        { content: png?.base64 ?? '', filename: 'chart.png', type: 'image/png', disposition: 'inline' },
        { content_id: 'chart-1' },
      ),
    ],
    trackingSettings: { clickTracking: off, openTracking: off, subscriptionTracking: off },
  });
  expect(answer.statusCode).toBe(202);

  const outcome = await callAction({
    plugin: sendgridPlugin,
    config: { url: fake.url, apiKey: { env: 'KEY' } },
    secrets: { KEY: 'SG.canary' },
    action: 'send',
    input: mailWithFiles,
    idempotencyKey: 'message-1',
  });
  expect(outcome).toEqual({ kind: 'done', output: { id: 'sg-2' }, providerId: 'sg-2' });
  expect(fake.bodies[1]).toEqual(fake.bodies[0]);
});

/** The key, signature and body of the tests of SendGrid's own @sendgrid/eventwebhook. */
const published = {
  key: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==',
  signature:
    'MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=',
  timestamp: '1600112502',
  body: `${JSON.stringify([
    {
      email: 'hello@world.com',
      event: 'dropped',
      reason: 'Bounced Address',
      sg_event_id: 'ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA',
      sg_message_id: 'LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0',
      'smtp-id': '<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>',
      timestamp: 1600112492,
    },
  ])}\r\n`,
};

test("SendGrid's published signature is verified, and its event read", async () => {
  const request: WebhookRequest = {
    method: 'POST',
    path: '/',
    query: {},
    headers: {
      'x-twilio-email-event-webhook-signature': published.signature,
      'x-twilio-email-event-webhook-timestamp': published.timestamp,
    },
    rawBody: Buffer.from(published.body),
  };
  const events: readonly Partial<InboundEvent>[] = [
    { event: 'Email Bounced', properties: { kind: 'hard', reason: 'Bounced Address' } },
  ].map((one) => ({ type: 'track', ...one }));
  expect(
    await receiveWebhook({
      plugin: sendgridPlugin,
      config: { apiKey: { env: 'KEY' }, webhookKeys: { env: 'PUBLIC' } },
      secrets: { KEY: 'SG.canary', PUBLIC: published.key },
      request,
    }),
  ).toMatchObject({ received: { kind: 'verified' }, made: { kind: 'events', events } });
});
