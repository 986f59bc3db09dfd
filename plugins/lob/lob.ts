import { z } from 'zod';
import { definePlugin, type HttpAnswer, letterMessage, rateLimits } from '../contract.ts';
import { type Config, config } from './config.ts';
import { letterFailure } from './failure.ts';
import { bodyOf, messageField } from './letter.ts';
import { reportsWebhook } from './reports.ts';

const made = z.object({ id: z.string().regex(/^ltr_[a-zA-Z0-9]+$/) });
const listed = z.object({ data: z.array(made) });

/** The version of the API, as its changelog counts. */
const apiVersion = '2024-01-01';
/** Keys are longer nowhere; an idempotency key of Lob has at most 256 characters. */
const keyMax = 256;

const headersOf = ({ apiKey }: Config): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`,
  'lob-version': apiVersion,
});

const doneWith = ({ id }: z.output<typeof made>) =>
  ({ kind: 'done', output: { id }, providerId: id }) as const;

const read = <T>(schema: z.ZodType<T>, answer: HttpAnswer): T | undefined =>
  answer.status === 200 ? schema.safeParse(answer.json).data : undefined;

/** Letters that Lob prints and mails, and what became of them. */
export const lobPlugin = definePlugin({
  id: 'lob',
  version: '1.0.0',
  name: 'Lob',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['api.lob.com'],
  keptSecrets: ['webhookSecret'],
  actions: (action) => ({
    send: action({
      title: 'Print and mail a letter',
      channel: 'post',
      input: letterMessage,
      output: z.object({ id: z.string() }),
      effect: 'write',
      // Lob keeps an idempotency key for 24 hours; later the letter is found by its metadata.
      idempotency: 'check-then-act',
      limits: ({ rate }) => rateLimits(rate, { messages: 150, perSeconds: 5 }),
      async find(ctx, input) {
        const url = new URL('/v1/letters', ctx.config.url);
        url.searchParams.set('limit', '1');
        url.searchParams.set(`metadata[${messageField}]`, ctx.idempotencyKey.slice(0, keyMax));
        const answer = await ctx.http({ url: url.href, headers: headersOf(ctx.config) });
        const found = read(listed, answer);
        if (found === undefined) return letterFailure({ ctx, answer, to: input.to });
        const [letter] = found.data;
        return letter === undefined ? { kind: 'absent' } : doneWith(letter);
      },
      async run(ctx, input) {
        const key = ctx.idempotencyKey.slice(0, keyMax);
        const letter = bodyOf({ letter: input, config: ctx.config, key });
        if (!letter.ok) return letter.failure;
        const answer = await ctx.http({
          url: new URL('/v1/letters', ctx.config.url).href,
          headers: { ...headersOf(ctx.config), 'idempotency-key': key },
          json: letter.body,
        });
        const sent = read(made, answer);
        return sent === undefined ? letterFailure({ ctx, answer, to: input.to }) : doneWith(sent);
      },
    }),
  }),
  webhooks: { main: reportsWebhook },
});
