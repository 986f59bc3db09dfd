import { createSenders } from './senders.ts';
import { z } from 'zod';
import { definePlugin, emailMessage, entryOf, rateLimits } from '../contract.ts';
import { smtpConfig } from './config.ts';
import { createMailer } from './mailer.ts';
import { outcomeOf } from './outcome.ts';

/** E-mail over SMTP. */
export const smtpPlugin = definePlugin({
  id: 'smtp',
  version: '1.0.0',
  name: 'SMTP',
  config: smtpConfig,
  hosts: ({ server }) => [entryOf(server)],
  keptSecrets: ['dkim.privateKey'],
  open: ({ config, connect }) => ({ mailer: createMailer({ config, connect }), senders: createSenders() }),
  close: ({ mailer }) => mailer.close(),
  actions: (action) => ({
    send: action({
      title: 'Send an e-mail',
      channel: 'email',
      input: emailMessage,
      output: z.object({ response: z.string() }),
      effect: 'write',
      // SMTP has no key; the Message-ID is the same for every attempt, so that a mailbox can tell.
      idempotency: 'none',
      // The mailer gives up sooner, each part of a delivery in its own time.
      timeoutMs: 720_000,
      atOnce: ({ connections }) => connections,
      limits: ({ rate }) => rateLimits(rate),
      async run(ctx, input) {
        const { mailer, senders } = ctx.resource;
        const from = senders.read(input.from);
        const replyTo = input.replyTo === undefined ? undefined : senders.read(input.replyTo);
        if (from === undefined || (input.replyTo !== undefined && replyTo === undefined)) {
          const message = 'From and Reply-To have to be one address each.';
          return { kind: 'rejected', code: 'invalid-sender', message };
        }
        const sent = await mailer.send(
          {
            envelope: { from: ctx.config.returnPath ?? from.address, to: [input.to] },
            from,
            to: { name: input.toName ?? '', address: input.to },
            ...(replyTo === undefined ? {} : { replyTo }),
            subject: input.subject,
            html: input.html,
            text: input.text,
            messageId: input.messageId,
            date: new Date(input.date),
            headers: input.headers,
            xMailer: false,
            attachments: input.attachments.map(({ name, type, base64, cid }) => ({
              filename: name,
              contentType: type,
              content: Buffer.from(base64, 'base64'),
              ...(cid === undefined ? {} : { cid }),
            })),
          },
          ctx.signal,
        );
        if (!sent.ok) return outcomeOf(sent.failure);
        return { kind: 'done', output: { response: sent.response }, providerId: sent.serverId };
      },
    }),
  }),
  health: async (ctx) => {
    await ctx.resource.mailer.verify();
    return { ok: true };
  },
});
