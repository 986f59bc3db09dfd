import { z } from 'zod';
import { createHttpFake } from '../testing.ts';

const message = z.object({
  content: z.string().min(1).max(2_000),
  nonce: z.string().max(25).optional(),
  enforce_nonce: z.boolean().optional(),
});
const direct = z.object({ recipient_id: z.string().regex(/^\d+$/) });

/** Whom the fake does not know, and who takes no messages. */
export const nobody = '100000000000000404';
export const closed = '100000000000000403';

/** Discord's API v10, as discord.com/developers/docs describes it: private channels, messages with a nonce, and its codes of errors. */
export const createDiscordFake = async (token: string) => {
  const bodies: unknown[] = [];
  const nonces = new Map<string, string>();
  const provider = await createHttpFake(({ app, happened }) => {
    app.use('/api/v10/*', async (c, next) => {
      if (c.req.header('authorization') === `Bot ${token}`) return next();
      return c.json({ message: '401: Unauthorized', code: 0 }, 401);
    });
    app.get('/api/v10/users/@me', (c) => c.json({ id: '1', bot: true }));
    app.post('/api/v10/users/@me/channels', async (c) => {
      const read = direct.safeParse(await c.req.json());
      if (!read.success) return c.json({ message: 'Invalid Form Body', code: 50_035 }, 400);
      const { recipient_id: id } = read.data;
      if (id === nobody) return c.json({ message: 'Unknown User', code: 10_013 }, 404);
      return c.json({ id: `9${id}`, type: 1, recipients: [{ id }] });
    });
    app.post('/api/v10/channels/:channel/messages', async (c) => {
      const body: unknown = await c.req.json();
      const read = message.safeParse(body);
      if (!read.success) return c.json({ message: 'Invalid Form Body', code: 50_035 }, 400);
      if (c.req.param('channel') === `9${closed}`) {
        return c.json({ message: 'Cannot send messages to this user', code: 50_007 }, 403);
      }
      const { nonce, enforce_nonce: isEnforced } = read.data;
      const before = isEnforced === true && nonce !== undefined ? nonces.get(nonce) : undefined;
      if (before !== undefined) return c.json({ id: before });
      bodies.push(body);
      const id = String(bodies.length);
      if (nonce !== undefined) nonces.set(nonce, id);
      happened(`message-${id}`);
      return c.json({ id, channel_id: c.req.param('channel'), content: read.data.content, nonce });
    });
  });
  return { ...provider, bodies };
};
