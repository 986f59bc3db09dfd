import { z } from 'zod';
import {
  anySame,
  definePlugin,
  hmacSha256,
  type InboundEvent,
  refused,
  secret,
  secrets,
  verified,
} from '../contract.ts';

const delivery = z.object({
  id: z.string(),
  type: z.enum(['message.delivered', 'message.failed']),
  at: z.iso.datetime({ offset: true }),
  to: z.string(),
  reference: z.string(),
});

/** Herald, a chat service that exists only here: a connector as short as one can be, and complete. */
export const heraldPlugin = definePlugin({
  id: 'herald',
  version: '1.0.0',
  name: 'Herald',
  config: z.strictObject({
    url: z.url().default('https://api.herald.example'),
    token: secret(),
    webhookSecrets: secrets(),
  }),
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['api.herald.example'],
  keptSecrets: ['webhookSecrets'],

  actions: (action) => ({
    send: action({
      title: 'Send a chat message',
      channel: 'chat',
      input: z.strictObject({ to: z.string().min(1), text: z.string().min(1).max(2000) }),
      output: z.object({ id: z.string() }),
      effect: 'write',
      idempotency: 'native-key',
      limits: () => [{ scope: 'account', rate: 50, perMs: 1_000 }],
      async run(ctx, input) {
        const answer = await ctx.http({
          url: `${ctx.config.url}/v1/messages`,
          json: { to: input.to, text: input.text },
          headers: {
            authorization: `Bearer ${ctx.config.token}`,
            'idempotency-key': ctx.idempotencyKey,
          },
        });
        const sent = z.object({ id: z.string() }).safeParse(answer.json);
        if (answer.status === 201 && sent.success) {
          return { kind: 'done', output: { id: sent.data.id }, providerId: sent.data.id };
        }
        if (answer.status === 410) {
          const message = 'Herald says this person has left.';
          return { kind: 'rejected', code: 'left', message, recipientBlocked: true };
        }
        return ctx.failure(answer);
      },
    }),
  }),

  webhooks: {
    main: {
      title: 'What became of messages',
      verification: { by: 'signature' },
      maxBytes: 100_000,
      verify: (ctx, request) => {
        const sent = request.headers['herald-signature'] ?? '';
        const time = request.headers['herald-time'] ?? '';
        if (sent === '' || time === '') return refused('missing-signature', 'The request is not signed.');
        const expected = ctx.config.webhookSecrets.map((key) =>
          hmacSha256({ key, data: [`${time}.`, request.rawBody], encoding: 'hex' }),
        );
        if (!anySame({ sent: [sent], expected })) return refused('bad-signature', 'The signature is wrong.');
        const isFresh = Math.abs(ctx.now / 1000 - Number(time)) <= 300;
        if (!isFresh) return refused('stale', 'The request is more than five minutes old.');
        return delivery.safeParse(request.json).success
          ? verified
          : refused('malformed', 'The body is not a delivery.');
      },
      dedupeKey: (request) => request.headers['herald-delivery'] ?? '',
      normalise: (_ctx, request): readonly InboundEvent[] => {
        const { type, at, to, reference } = delivery.parse(request.json);
        return [
          {
            type: 'track',
            event: type === 'message.delivered' ? 'Message Delivered' : 'Message Failed',
            externalIds: [{ kind: 'herald', value: to }],
            timestamp: at,
            properties: { reference },
          },
        ];
      },
    },
  },
});
