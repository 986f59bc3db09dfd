import { Api } from 'grammy';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAction, conformance, scenarios } from '../testing.ts';
import { createTelegramFake, telegramUpdate } from './fake.ts';
import { telegramPlugin } from './telegram.ts';

const chat = { id: 4711, type: 'private', first_name: 'Ada' };
const from = { id: 4711, is_bot: false, first_name: 'Ada', last_name: 'Lovelace', language_code: 'en' };

conformance({
  plugin: telegramPlugin,
  secrets: { TOKEN: '4839574812:canary-telegram-token', ONE: 'canary-hook-one', TWO: 'canary-hook-two' },
  config: (url) => ({
    ...(url === '' ? {} : { url }),
    token: { env: 'TOKEN' },
    webhookSecrets: [{ env: 'ONE' }, { env: 'TWO' }],
  }),
  provider: { start: () => createTelegramFake('4839574812:canary-telegram-token'), plays: scenarios },
  actions: {
    send: {
      input: { to: '4711', text: 'Your order is on its way.' },
      junk: [{ to: '4711' }, { to: '', text: 'x' }, { to: '4711', text: 'x'.repeat(5_000) }],
    },
  },
  webhooks: {
    main: {
      sign: telegramUpdate,
      required: ['x-telegram-bot-api-secret-token'],
      signsTime: false,
      secretNames: ['ONE', 'TWO'],
      examples: [
        {
          name: 'a message',
          body: {
            update_id: 1,
            message: { message_id: 7, from, chat, date: 1_772_366_400, text: 'Where is it?' },
          },
          events: [],
          messages: [
            {
              type: 'message',
              id: '4711:7',
              channel: 'telegram',
              from: { address: '4711', name: 'Ada Lovelace' },
              authenticated: true,
              text: 'Where is it?',
            },
          ],
        },
        {
          name: 'somebody who blocks the bot',
          body: {
            update_id: 2,
            my_chat_member: {
              chat,
              from,
              date: 1_772_366_400,
              old_chat_member: { status: 'member' },
              new_chat_member: { status: 'kicked' },
            },
          },
          events: [
            {
              event: 'Unsubscribed',
              externalIds: [{ kind: 'telegram', value: '4711' }],
              timestamp: '2026-03-01T12:00:00.000Z',
            },
          ],
        },
        {
          name: 'a group',
          body: {
            update_id: 3,
            message: {
              message_id: 8,
              from,
              chat: { id: -100, type: 'group' },
              date: 1_772_366_400,
              text: 'Hi',
            },
          },
          events: [],
        },
        { name: 'what is not known yet', body: { update_id: 4, story: {} }, events: [] },
      ],
    },
  },
});

describe('Telegram', () => {
  let fake: Awaited<ReturnType<typeof createTelegramFake>>;
  beforeEach(async () => {
    fake = await createTelegramFake('1:canary');
  });
  afterEach(() => fake.close());

  const send = (to: string) =>
    callAction({
      plugin: telegramPlugin,
      config: { url: fake.url, token: { env: 'TOKEN' } },
      secrets: { TOKEN: '1:canary' },
      action: 'send',
      input: { to, text: 'Hello' },
    });

  test('grammy 1.46.0 is answered by the fake, and sends of the same message what the connector sends', async () => {
    const sent = await new Api('1:canary', { apiRoot: fake.url }).sendMessage('4711', 'Hello');
    expect(sent.message_id).toBe(1);
    expect(await send('4711')).toMatchObject({ kind: 'done', providerId: '4711:2' });
    expect(fake.bodies[1]).toEqual(fake.bodies[0]);
  });

  test('somebody who blocked the bot is suppressed; too many at once wait as long as the body says', async () => {
    expect(await send('403')).toMatchObject({
      kind: 'rejected',
      code: 'unreachable',
      recipientBlocked: true,
    });
    expect(await send('429')).toMatchObject({ kind: 'retry', code: 'rate-limited', afterMs: 3_000 });
  });
});
