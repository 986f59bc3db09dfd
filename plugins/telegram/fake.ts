import { z } from 'zod';
import type { WebhookRequest } from '../contract.ts';
import { createHttpFake, createSubscriptionBook } from '../testing.ts';

const message = z.object({ chat_id: z.union([z.string(), z.number()]), text: z.string().min(1).max(4096) });

const webhook = z.object({
  url: z.url({ protocol: /^https$/ }),
  allowed_updates: z.array(z.string()),
  secret_token: z.string().regex(/^[\w-]{1,256}$/),
});

/** Telegram's Bot API, as core.telegram.org/bots/api describes it; chat 403 blocked the bot, chat 429 has had enough for 3 seconds. */
export const createTelegramFake = async (token: string) => {
  const bodies: unknown[] = [];
  const subscriptions = createSubscriptionBook();
  const provider = await createHttpFake(({ app, happened }) => {
    app.use('/:bot/*', async (c, next) =>
      c.req.param('bot') === `bot${token}`
        ? next()
        : c.json({ ok: false, error_code: 404, description: 'Not Found' }, 404),
    );
    app.post('/:bot/getWebhookInfo', (c) => {
      const [row] = subscriptions.all().filter(({ isActive }) => isActive);
      const result = { url: row?.url ?? '', has_custom_certificate: false, pending_update_count: 0 };
      return c.json({
        ok: true,
        result: row === undefined ? result : { ...result, allowed_updates: row.topics },
      });
    });
    app.post('/:bot/setWebhook', async (c) => {
      const read = webhook.safeParse(await c.req.json());
      if (!read.success) {
        const description = 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook';
        return c.json({ ok: false, error_code: 400, description }, 400);
      }
      for (const { id } of subscriptions.all()) subscriptions.remove(id);
      subscriptions.add({ url: read.data.url, topics: read.data.allowed_updates });
      return c.json({ ok: true, result: true, description: 'Webhook was set' });
    });
    app.post('/:bot/deleteWebhook', (c) => {
      for (const { id } of subscriptions.all()) subscriptions.remove(id);
      return c.json({ ok: true, result: true, description: 'Webhook was deleted' });
    });
    app.post('/:bot/sendMessage', async (c) => {
      const refuse = (status: 400 | 403 | 404 | 429, description: string, parameters?: object) =>
        c.json(
          { ok: false, error_code: status, description, ...(parameters === undefined ? {} : { parameters }) },
          status,
        );
      if (c.req.param('bot') !== `bot${token}`) return refuse(404, 'Not Found');
      const body: unknown = await c.req.json();
      const read = message.safeParse(body);
      if (!read.success) return refuse(400, 'Bad Request: message text is empty');
      const chat = String(read.data.chat_id);
      if (chat === '403') return refuse(403, 'Forbidden: bot was blocked by the user');
      if (chat === '429') return refuse(429, 'Too Many Requests: retry after 3', { retry_after: 3 });
      bodies.push(body);
      happened(`message-${bodies.length}`);
      const result = {
        message_id: bodies.length,
        date: 1_772_366_400,
        chat: { id: Number(chat), type: 'private' },
        text: read.data.text,
      };
      return c.json({ ok: true, result });
    });
  });
  return { ...provider, bodies, subscriptions };
};

/** An update of Telegram with the secret of `setWebhook`. */
export const telegramUpdate = ({ body, secret }: { body: Uint8Array; secret: string }): WebhookRequest => ({
  method: 'POST',
  path: '/',
  query: {},
  headers: { 'x-telegram-bot-api-secret-token': secret, 'content-type': 'application/json' },
  rawBody: body,
});
