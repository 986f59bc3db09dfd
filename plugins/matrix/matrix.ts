import { z } from 'zod';
import { definePlugin, rateLimits, textMessage, textWithSubject } from '../contract.ts';
import { ask, config } from './config.ts';
import { failureOf, roomWith } from './direct-room.ts';
import { messagesPoll } from './look.ts';

const sentSchema = z.object({ event_id: z.string().min(1) });

/** Messages of a Matrix account in rooms with one person each, and what people write there. The address on the channel `matrix` is `@name:server`. */
export const matrixPlugin = definePlugin({
  id: 'matrix',
  version: '1.0.0',
  name: 'Matrix',
  config,
  hosts: ({ server }) => [new URL(server).host],
  ownHosts: ['matrix.org', 'matrix-client.matrix.org'],
  actions: (action) => ({
    send: action({
      title: 'Send a message',
      channel: 'matrix',
      input: textMessage({ textMax: 20_000 }).extend({
        to: z
          .string()
          .max(255)
          .regex(/^@[^:\s]+:[^\s]+$/, 'An id of Matrix, such as @ana:matrix.org.'),
      }),
      output: z.object({ id: z.string() }),
      effect: 'write',
      // A server drops a second message with the same id of its transaction.
      idempotency: 'native-key',
      limits: ({ rate }) => rateLimits(rate, { messages: 5, perSeconds: 1 }),
      async run(ctx, input) {
        const at = input.thread === undefined ? await roomWith(ctx, input.to) : { room: input.thread };
        if ('kind' in at) return at;
        const transaction = encodeURIComponent(ctx.idempotencyKey);
        const answer = await ask(
          ctx,
          `/rooms/${encodeURIComponent(at.room)}/send/m.room.message/${transaction}`,
          {
            method: 'PUT',
            json: { msgtype: 'm.text', body: textWithSubject(input) },
          },
        );
        const sent = answer.status === 200 ? sentSchema.safeParse(answer.json).data : undefined;
        return sent === undefined
          ? failureOf(ctx, answer)
          : { kind: 'done', output: { id: sent.event_id }, providerId: sent.event_id };
      },
    }),
  }),
  polls: { messages: messagesPoll },
  health: async (ctx) => {
    const answer = await ask(ctx, '/account/whoami');
    const who = z.object({ user_id: z.string() }).safeParse(answer.json).data?.user_id;
    if (answer.status !== 200)
      return { ok: false, message: `Matrix answered ${answer.status} to who the account is.` };
    return who === ctx.config.user
      ? { ok: true }
      : { ok: false, message: 'The token is that of another account.' };
  },
});
