import { z } from 'zod';
import { hmacSha256, type WebhookRequest } from '../contract.ts';
import { createHttpFake } from '../testing.ts';

const message = z.object({ channel: z.string(), text: z.string() });

/** Slack's chat.postMessage, as docs.slack.dev describes it: forms and JSON, and errors with 200. Channel `C404` is none, `C500` fails. */
export const createSlackFake = async (token: string) => {
  const bodies: unknown[] = [];
  const provider = await createHttpFake(({ app, happened }) => {
    app.post('/api/chat.postMessage', async (c) => {
      const refuse = (error: string) => c.json({ ok: false, error });
      if (c.req.header('authorization') !== `Bearer ${token}`) return refuse('invalid_auth');
      const isJson = c.req.header('content-type')?.includes('json') === true;
      const body: unknown = isJson ? await c.req.json() : await c.req.parseBody();
      const read = message.safeParse(body);
      if (!read.success) return refuse('no_text');
      if (read.data.channel === 'C404') return refuse('channel_not_found');
      if (read.data.channel === 'C500') return refuse('fatal_error');
      bodies.push(body);
      happened(`message-${bodies.length}`);
      return c.json({ ok: true, channel: 'D123', ts: `1772366400.00000${bodies.length}`, message: {} });
    });
  });
  return { ...provider, bodies };
};

/** A request of Slack's Events API. */
export const signedBySlack = (input: { body: Uint8Array; secret: string; now: number }): WebhookRequest => {
  const time = String(Math.floor(input.now / 1000));
  const signature = hmacSha256({ key: input.secret, data: [`v0:${time}:`, input.body], encoding: 'hex' });
  return {
    method: 'POST',
    path: '/',
    query: {},
    headers: { 'x-slack-signature': `v0=${signature}`, 'x-slack-request-timestamp': time },
    rawBody: input.body,
  };
};
