import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAction, conformance, receiveWebhook, scenarios } from '../testing.ts';
import { createSlackFake, signedBySlack } from './fake.ts';
import { slackPlugin } from './slack.ts';

const told = (id: string, event: object) => ({
  token: 'x',
  team_id: 'T1',
  api_app_id: 'A1',
  type: 'event_callback',
  event_id: id,
  event_time: 1_772_366_400,
  event: {
    type: 'message',
    channel: 'D1',
    channel_type: 'im',
    user: 'U1',
    ts: '1772366400.000100',
    ...event,
  },
});

conformance({
  plugin: slackPlugin,
  secrets: { TOKEN: 'xoxb-canary-slack-token', ONE: 'canary-signing-one', TWO: 'canary-signing-two' },
  config: (url) => ({
    ...(url === '' ? {} : { url }),
    token: { env: 'TOKEN' },
    signingSecrets: [{ env: 'ONE' }, { env: 'TWO' }],
    rate: { messages: 10, perSeconds: 1 },
  }),
  provider: { start: () => createSlackFake('xoxb-canary-slack-token'), plays: scenarios },
  actions: {
    send: {
      input: { to: 'U1', text: 'A deal has stalled.' },
      junk: [{ to: 'U1' }, { to: '', text: 'x' }, { to: 'U1', text: 'x', blocks: [] }],
    },
  },
  webhooks: {
    main: {
      sign: signedBySlack,
      required: ['x-slack-signature', 'x-slack-request-timestamp'],
      signsTime: true,
      secretNames: ['ONE', 'TWO'],
      examples: [
        {
          name: 'a message to the app',
          body: told('Ev1', { text: 'Who has this deal?' }),
          events: [],
          messages: [
            {
              type: 'message',
              id: 'D1:1772366400.000100',
              channel: 'slack',
              from: { address: 'U1' },
              text: 'Who has this deal?',
              authenticated: true,
            },
          ],
        },
        { name: 'a message of a program', body: told('Ev2', { bot_id: 'B1', text: 'Hi' }), events: [] },
        { name: 'an edit', body: told('Ev3', { subtype: 'message_changed' }), events: [] },
        { name: 'talk in a channel', body: told('Ev4', { channel_type: 'channel', text: 'Hi' }), events: [] },
      ],
    },
  },
});

describe('Slack', () => {
  let fake: Awaited<ReturnType<typeof createSlackFake>>;
  beforeEach(async () => {
    fake = await createSlackFake('xoxb-canary');
  });
  afterEach(() => fake.close());

  const secrets = { TOKEN: 'xoxb-canary', ONE: 'canary-signing-one' };
  const config = () => ({ url: fake.url, token: { env: 'TOKEN' }, signingSecrets: { env: 'ONE' } });
  const send = (to: string) =>
    callAction({
      plugin: slackPlugin,
      config: config(),
      secrets,
      action: 'send',
      input: { to, text: 'Hello' },
    });

  test('@slack/web-api 8.2.0 is answered by the fake, and sends of the same message what the connector sends', async () => {
    const client = new WebClient('xoxb-canary', {
      slackApiUrl: `${fake.url}/api/`,
      retryConfig: { retries: 0 },
    });
    const sent = await client.apiCall('chat.postMessage', { channel: 'U1', text: 'Hello' });
    expect(sent).toMatchObject({ ok: true, ts: '1772366400.000001' });
    expect(await send('U1')).toMatchObject({ kind: 'done', providerId: 'D123:1772366400.000002' });
    expect(fake.bodies[1]).toEqual({ ...Object(fake.bodies[0]) });
  });

  test('what Slack refuses with 200 is no success: a channel that is none, a failure of its own', async () => {
    expect(await send('C404')).toMatchObject({ kind: 'rejected', code: 'channel-not-found' });
    expect(await send('C500')).toMatchObject({ kind: 'unknown' });
  });

  test("a signed challenge is answered, and nobody else's", async () => {
    const body = Buffer.from(JSON.stringify({ type: 'url_verification', challenge: 'c-1' }));
    const now = Date.parse('2026-03-01T12:00:00Z');
    const ask = async (secret: string) => {
      const request = signedBySlack({ body, secret, now });
      return (await receiveWebhook({ plugin: slackPlugin, config: config(), secrets, request, now }))
        .received;
    };
    expect(await ask('canary-signing-one')).toEqual({ kind: 'reply', status: 200, body: 'c-1' });
    expect(await ask('another')).toMatchObject({ kind: 'refused' });
  });
});
