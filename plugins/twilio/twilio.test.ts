import twilio from 'twilio';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAction, conformance, receiveWebhook, scenarios } from '../testing.ts';
import { createTwilioFake, signedByTwilio } from './fake.ts';
import { twilioPlugin } from './twilio.ts';

const accountSid = `AC${'0'.repeat(32)}`;
const form = (fields: Readonly<Record<string, string>>): string =>
  new URLSearchParams({ AccountSid: accountSid, ApiVersion: '2010-04-01', ...fields }).toString();
const status = (MessageStatus: string, more: Readonly<Record<string, string>> = {}): string =>
  form({
    MessageSid: `SM-${MessageStatus}`,
    MessageStatus,
    From: '+15005550006',
    To: '+34600111222',
    ...more,
  });
const externalIds = [{ kind: 'phone', value: '+34600111222' }];

conformance({
  plugin: twilioPlugin,
  secrets: { TOKEN: 'canary-twilio-token' },
  config: (url) => ({
    ...(url === '' ? {} : { url }),
    accountSid,
    authToken: { env: 'TOKEN' },
    from: '+15005550006',
    webhookUrl: 'https://ciclo.example/webhooks/shop/sms',
  }),
  provider: {
    start: () => createTwilioFake({ accountSid, authToken: 'canary-twilio-token' }),
    plays: scenarios,
  },
  actions: {
    send: {
      input: { to: '+34600111222', text: 'Your order is on its way.' },
      junk: [{ to: '+34600111222' }, { to: '', text: 'x' }, { to: '+34600111222', text: 'x', mediaUrl: 'y' }],
    },
  },
  webhooks: {
    main: {
      sign: signedByTwilio,
      required: ['x-twilio-signature'],
      signsTime: false,
      secretNames: ['TOKEN'],
      examples: [
        {
          name: 'a delivery',
          body: status('delivered'),
          events: [
            {
              event: 'Message Delivered',
              externalIds,
              properties: { channel: 'sms', provider_id: 'SM-delivered' },
            },
          ],
        },
        { name: 'one that is sent', body: status('sent'), events: [{ event: 'Message Sent' }] },
        { name: 'one that waits', body: status('queued'), events: [] },
        {
          name: 'a number that is none',
          body: status('undelivered', { MessageSid: 'SM-1', ErrorCode: '30005' }),
          events: [
            {
              event: 'Message Bounced',
              externalIds,
              properties: { channel: 'sms', provider_id: 'SM-1', kind: 'hard', code: '30005' },
            },
          ],
        },
        {
          name: 'a phone that is off',
          body: status('undelivered', { MessageSid: 'SM-2', ErrorCode: '30003' }),
          events: [{ event: 'Message Undelivered' }],
        },
        {
          name: 'a number that said STOP',
          body: status('failed', { MessageSid: 'SM-3', ErrorCode: '21610' }),
          events: [{ event: 'Unsubscribed', externalIds }],
        },
        {
          name: 'an answer',
          body: form({
            MessageSid: 'SM-4',
            From: '+34600111222',
            To: '+15005550006',
            Body: 'STOP',
            NumMedia: '0',
          }),
          events: [],
          messages: [
            {
              type: 'message',
              id: 'SM-4',
              channel: 'sms',
              from: { address: '+34600111222' },
              to: '+15005550006',
              text: 'STOP',
              optOut: { word: 'stop', answered: true },
            },
          ],
        },
        {
          name: 'a word that Advanced Opt-Out knows',
          body: form({
            MessageSid: 'SM-5',
            From: '+34600111222',
            Body: 'Basta',
            NumMedia: '0',
            OptOutType: 'STOP',
          }),
          events: [],
          messages: [
            {
              type: 'message',
              id: 'SM-5',
              channel: 'sms',
              from: { address: '+34600111222' },
              text: 'Basta',
              optOut: { word: 'stop', answered: true },
            },
          ],
        },
        {
          name: 'a word that Twilio leaves to us',
          body: form({ MessageSid: 'SM-6', From: '+34600111222', Body: 'Baja', NumMedia: '0' }),
          events: [],
          messages: [
            { type: 'message', id: 'SM-6', channel: 'sms', from: { address: '+34600111222' }, text: 'Baja' },
          ],
        },
      ],
    },
  },
});

describe('Twilio', () => {
  let fake: Awaited<ReturnType<typeof createTwilioFake>>;
  beforeEach(async () => {
    fake = await createTwilioFake({ accountSid, authToken: 'canary' });
  });
  afterEach(() => fake.close());

  const secrets = { TOKEN: 'canary' };
  const config = () => ({ url: fake.url, accountSid, authToken: { env: 'TOKEN' }, from: '+15005550006' });
  const send = (to: string) =>
    callAction({
      plugin: twilioPlugin,
      config: config(),
      secrets,
      action: 'send',
      input: { to, text: 'Hello' },
    });

  test('the SDK twilio 6.3.1 is answered by the fake, and sends of the same message what the connector sends', async () => {
    const httpClient = new twilio.RequestClient();
    const atTwilio = httpClient.request.bind(httpClient);
    httpClient.request = (options) =>
      atTwilio({ ...options, uri: options.uri.replace('https://api.twilio.com', fake.url) });
    const client = twilio(accountSid, 'canary', { httpClient });
    const sent = await client.messages.create({ to: '+34600111222', from: '+15005550006', body: 'Hello' });
    expect(sent.sid).toBe('SM1');
    expect(await send('+34600111222')).toMatchObject({ kind: 'done', providerId: 'SM2' });
    expect(fake.forms[1]).toEqual(fake.forms[0]);
  });

  test.each([
    ['+15005550009', 'not-mobile'],
    ['+15005550004', 'opted-out'],
  ])('%s is refused for good as %s', async (to, code) => {
    const outcome = await send(to);
    expect(outcome).toMatchObject({ kind: 'rejected', code, recipientBlocked: true });
    expect(JSON.stringify(outcome)).not.toContain(to);
  });

  test("Twilio's own validator takes what the connector takes, and the published example", async () => {
    const body = status('delivered');
    const request = signedByTwilio({
      body: Buffer.from(body),
      secret: 'canary',
      query: { message_id: 'message-1' },
    });
    const url = 'https://ciclo.example/webhooks/shop/sms?message_id=message-1';
    const fields = Object.fromEntries(new URLSearchParams(body));
    const signature = request.headers['x-twilio-signature'] ?? '';
    expect(twilio.validateRequest('canary', signature, url, fields)).toBe(true);
    const ours = await receiveWebhook({ plugin: twilioPlugin, config: config(), secrets, request });
    expect(ours).toMatchObject({
      received: { kind: 'verified' },
      made: { events: [{ event: 'Message Delivered', properties: { message_id: 'message-1' } }] },
    });
  });
});
