import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAction, conformance, receiveWebhook, scenarios } from '../testing.ts';
import { createWhatsappFake, signedByMeta, toldByWhatsapp, writtenInWhatsapp } from './fake.ts';
import { whatsappPlugin } from './whatsapp.ts';

const at = Date.parse('2026-03-01T12:00:00Z');
const seconds = String(at / 1000);
const externalIds = [{ kind: 'phone', value: '+16505551234' }];
const status = (more: object) =>
  toldByWhatsapp({
    statuses: [{ id: 'wamid.1', timestamp: seconds, recipient_id: '16505551234', ...more }],
  });

conformance({
  plugin: whatsappPlugin,
  secrets: { TOKEN: 'EAAcanaryWhatsappToken', ONE: 'canary-app-secret-one', TWO: 'canary-app-secret-two' },
  config: (url) => ({
    ...(url === '' ? {} : { url }),
    token: { env: 'TOKEN' },
    phoneNumberId: '106540352242922',
    appSecrets: [{ env: 'ONE' }, { env: 'TWO' }],
  }),
  provider: { start: () => createWhatsappFake('EAAcanaryWhatsappToken'), plays: scenarios },
  actions: {
    send: {
      input: { to: '+34600111222', text: 'Your order is on its way.' },
      junk: [
        { to: '+34600111222' },
        { to: '', text: 'x' },
        { to: '+34600111222', text: 'x', template: { name: 'x' } },
      ],
    },
  },
  webhooks: {
    main: {
      sign: signedByMeta,
      required: ['x-hub-signature-256'],
      signsTime: false,
      secretNames: ['ONE', 'TWO'],
      examples: [
        {
          name: 'a message',
          body: writtenInWhatsapp({
            from: '16505551234',
            id: 'wamid.in',
            text: 'Does it come in another color?',
            at,
          }),
          events: [],
          messages: [
            {
              type: 'message',
              id: 'wamid.in',
              channel: 'whatsapp',
              from: { address: '+16505551234', name: 'Sheena Nelson' },
              to: '15550783881',
              authenticated: true,
              text: 'Does it come in another color?',
            },
          ],
        },
        {
          name: 'a button that was pressed',
          body: toldByWhatsapp({
            messages: [
              {
                from: '16505551234',
                id: 'wamid.button',
                timestamp: seconds,
                type: 'button',
                button: { payload: 'stop', text: 'Stop promotions' },
              },
            ],
          }),
          events: [],
          messages: [{ type: 'message', id: 'wamid.button', text: 'Stop promotions' }],
        },
        {
          name: 'a reaction',
          body: toldByWhatsapp({
            messages: [
              {
                from: '16505551234',
                id: 'wamid.reaction',
                timestamp: seconds,
                type: 'reaction',
                reaction: { message_id: 'wamid.1', emoji: '👍' },
              },
            ],
          }),
          events: [],
        },
        {
          name: 'a message that was read',
          body: status({ status: 'read', biz_opaque_callback_data: 'ours' }),
          events: [
            {
              event: 'Message Opened',
              externalIds,
              timestamp: '2026-03-01T12:00:00.000Z',
              properties: { channel: 'whatsapp', message_id: 'ours', provider_id: 'wamid.1' },
            },
          ],
        },
        {
          name: 'a number without WhatsApp',
          body: status({
            status: 'failed',
            errors: [
              { code: 131_026, title: 'Message undeliverable', error_data: { details: 'Undeliverable.' } },
            ],
          }),
          events: [{ event: 'Message Undelivered', externalIds }],
        },
        {
          name: 'a message to somebody who stopped marketing messages',
          body: status({ id: 'wamid.2', status: 'failed', errors: [{ code: 131_050, title: 'Stopped' }] }),
          events: [{ event: 'Unsubscribed', externalIds }],
        },
        {
          name: 'somebody who stops marketing messages, and one who resumes them',
          body: toldByWhatsapp(
            {
              user_preferences: [
                { wa_id: '16505551234', category: 'marketing_messages', value: 'stop', timestamp: at / 1000 },
                {
                  wa_id: '16505551234',
                  category: 'marketing_messages',
                  value: 'resume',
                  timestamp: at / 1000 + 60,
                },
              ],
            },
            'user_preferences',
          ),
          events: [
            { event: 'Unsubscribed', externalIds },
            { event: 'Consent Granted', externalIds },
          ],
        },
        { name: 'what is not known yet', body: toldByWhatsapp({ news: [] }, 'account_update'), events: [] },
      ],
    },
  },
});

describe('WhatsApp', () => {
  let fake: Awaited<ReturnType<typeof createWhatsappFake>>;
  beforeEach(async () => {
    fake = await createWhatsappFake('canary');
  });
  afterEach(() => fake.close());

  const secrets = { TOKEN: 'canary', ONE: 'canary-app-secret', VERIFY: 'canary-verify' };
  const config = () => ({
    url: fake.url,
    token: { env: 'TOKEN' },
    phoneNumberId: '106540352242922',
    appSecrets: { env: 'ONE' },
    verifyToken: { env: 'VERIFY' },
  });
  const send = (input: object) =>
    callAction({ plugin: whatsappPlugin, config: config(), secrets, action: 'send', input });

  test('a template goes with its language and what stands in its places', async () => {
    const template = { name: 'order_update', language: 'es', parameters: ['Ana', '#1001'] };
    expect(await send({ to: '+34600111222', text: 'Ana, #1001', template })).toMatchObject({ kind: 'done' });
    expect(fake.bodies).toEqual([
      {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: '34600111222',
        biz_opaque_callback_data: expect.any(String),
        type: 'template',
        template: {
          name: 'order_update',
          language: { code: 'es' },
          components: [
            {
              type: 'body',
              parameters: [
                { type: 'text', text: 'Ana' },
                { type: 'text', text: '#1001' },
              ],
            },
          ],
        },
      },
    ]);
  });

  test('its errors say what they mean: outside the window, nobody there, too many to one person, no template', async () => {
    const to = (number: string) => send({ to: `+${number}`, text: 'Hello' });
    expect(await to('131047')).toMatchObject({ kind: 'rejected', code: 'outside-window' });
    const gone = await to('131026');
    expect(gone).toMatchObject({ kind: 'rejected', code: 'unreachable' });
    expect(gone).not.toHaveProperty('recipientBlocked');
    expect(JSON.stringify(gone)).not.toContain('600 111');
    expect(await to('131056')).toMatchObject({ kind: 'retry', code: 'rate-limited', afterMs: 60_000 });
    expect(await to('132001')).toMatchObject({ kind: 'rejected', code: 'no-such-template' });
  });

  test('the address is confirmed to anyone who knows the verify token, and to nobody else', async () => {
    const ask = async (token: string) => {
      const query = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': token };
      const request = { method: 'GET', path: '/', query, headers: {}, rawBody: new Uint8Array() };
      return (await receiveWebhook({ plugin: whatsappPlugin, config: config(), secrets, request, now: at }))
        .received;
    };
    expect(await ask('canary-verify')).toEqual({ kind: 'reply', status: 200, body: '1158201444' });
    expect(await ask('another')).toMatchObject({ kind: 'refused' });
    expect(await ask('')).toMatchObject({ kind: 'refused' });
  });
});
