import { createHash } from 'node:crypto';
import { REST } from '@discordjs/rest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { callAction, conformance, scenarios } from '../testing.ts';
import { discordPlugin } from './discord.ts';
import { closed, createDiscordFake, nobody } from './fake.ts';

const token = 'canary-discord-token';
const ana = '100000000000000001';

conformance({
  plugin: discordPlugin,
  secrets: { TOKEN: token },
  config: (url) => ({ ...(url === '' ? {} : { url }), token: { env: 'TOKEN' } }),
  provider: { start: () => createDiscordFake(token), plays: scenarios },
  actions: {
    send: {
      input: { to: '#200000000000000001', text: 'Your order is on its way.' },
      junk: [
        { to: ana },
        { to: 'ana', text: 'x' },
        { to: '../guilds', text: 'x' },
        { to: ana, text: 'x'.repeat(2_001) },
      ],
    },
  },
});

describe('Discord', () => {
  let fake: Awaited<ReturnType<typeof createDiscordFake>>;
  beforeEach(async () => {
    fake = await createDiscordFake(token);
  });
  afterEach(() => fake.close());

  const send = (to: string, text = 'Hello @everyone') =>
    callAction({
      plugin: discordPlugin,
      config: { url: fake.url, token: { env: 'TOKEN' } },
      secrets: { TOKEN: token },
      action: 'send',
      input: { to, text },
      idempotencyKey: 'message-1',
    });

  test('@discordjs/rest 2.6.3 is answered by the fake, and sends of the same message what the connector sends', async () => {
    const rest = new REST({ version: '10', api: `${fake.url}/api` }).setToken(token);
    const channel = z
      .object({ id: z.string() })
      .parse(await rest.post('/users/@me/channels', { body: { recipient_id: ana } }));
    await rest.post(`/channels/${channel.id}/messages`, {
      body: {
        content: 'Hello @everyone',
        nonce: createHash('sha256').update('theirs').digest('base64url').slice(0, 25),
        enforce_nonce: true,
        allowed_mentions: { parse: [] },
      },
    });
    expect(await send(ana)).toMatchObject({ kind: 'done', providerId: `9${ana}:2` });
    const [theirs, ours] = fake.bodies.map((body) => ({ ...Object(body), nonce: undefined }));
    expect(ours).toEqual(theirs);
  });

  test('a message that is repeated within minutes is one message, in a private channel and in one of a server', async () => {
    await send(ana);
    await send(ana);
    expect(fake.effects()).toBe(1);
    expect(await send('#200000000000000001')).toMatchObject({ kind: 'done' });
  });

  test('a private channel that cannot be opened now delays the message: nothing was said yet', async () => {
    fake.play('lost');
    expect(await send(ana)).toMatchObject({ kind: 'retry' });
    expect(fake.effects()).toBe(0);
  });

  test('who is not there, or takes no messages of the bot, is suppressed', async () => {
    for (const to of [nobody, closed]) {
      expect(await send(to)).toMatchObject({ kind: 'rejected', code: 'unreachable', recipientBlocked: true });
    }
  });
});
