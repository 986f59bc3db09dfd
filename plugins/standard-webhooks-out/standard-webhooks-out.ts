import { z } from 'zod';
import { definePlugin, type Failure, hmacSha256, type HttpAnswer, secret, secrets } from '../contract.ts';

const keyBytes = (text: string): Uint8Array => Buffer.from(text.replace(/^whsec_/, ''), 'base64');

/** One signature for each secret, so that a receiver who has only one of them still verifies. */
const signatures = (input: { secrets: readonly string[]; signed: string }): string =>
  input.secrets
    .map((one) => `v1,${hmacSha256({ key: keyBytes(one), data: input.signed, encoding: 'base64' })}`)
    .join(' ');

const config = z.strictObject({
  /** Where events go; a secret where the address is one. A step may name another host of `hosts`. */
  url: z.union([z.url({ protocol: /^https?$/ }), secret()]).optional(),
  /** Further hosts that steps may post to. */
  hosts: z.array(z.string().min(1)).default([]),
  /** `whsec_` and base64; several while rotating: each request is signed with all. */
  secrets: secrets().refine(
    (all) => all.every((one) => keyBytes(one).length >= 16),
    'A secret is whsec_ followed by the base64 of at least 16 bytes.',
  ),
});

/** Standard Webhooks: only 2xx is success, 410 is the end, everything else may pass and is tried again. */
const failureOf = (answer: HttpAnswer, usual: Failure): Failure => {
  if (answer.status === 410) {
    return { kind: 'rejected', code: 'gone', message: 'The endpoint answered 410: it wants no more.' };
  }
  return usual.kind === 'rejected' && answer.status !== 0 ? { ...usual, kind: 'retry' } : usual;
};

/** Posts events to any endpoint, signed as Standard Webhooks 1.0 says. */
export const standardWebhooksOutPlugin = definePlugin({
  id: 'standard-webhooks-out',
  version: '1.0.0',
  name: 'Standard Webhooks, outbound',
  config,
  // The secrets sign, and the address is sent to nobody else.
  keptSecrets: ['secrets', 'url'],
  hosts: ({ url, hosts }) => [
    ...(url !== undefined && URL.canParse(url) ? [new URL(url).host] : []),
    ...hosts,
  ],
  actions: (action) => ({
    post: action({
      title: 'Post a signed webhook',
      input: z.strictObject({
        /** The configured address by default. */
        url: z.url({ protocol: /^https?$/ }).optional(),
        type: z.string().min(1).max(200),
        data: z.record(z.string(), z.json()),
        /** When it happened, ISO 8601; now by default. */
        timestamp: z.iso.datetime({ offset: true }).optional(),
      }),
      output: z.object({ status: z.number() }),
      effect: 'write',
      // The receiver drops a second request with the same webhook-id.
      idempotency: 'native-key',
      timeoutMs: 20_000,
      async run(ctx, input) {
        const url = input.url ?? ctx.config.url;
        if (url === undefined) {
          return { kind: 'rejected', code: 'no-endpoint', message: 'Neither step nor config has a url.' };
        }
        const timestamp = input.timestamp ?? new Date(ctx.now).toISOString();
        const body = JSON.stringify({ type: input.type, timestamp, data: input.data });
        const sentAt = String(Math.floor(ctx.systemTime / 1000));
        const answer = await ctx.http({
          url,
          body,
          headers: {
            'content-type': 'application/json',
            'webhook-id': ctx.idempotencyKey,
            'webhook-timestamp': sentAt,
            'webhook-signature': signatures({
              secrets: ctx.config.secrets,
              signed: `${ctx.idempotencyKey}.${sentAt}.${body}`,
            }),
          },
        });
        return answer.status >= 200 && answer.status < 300
          ? { kind: 'done', output: { status: answer.status } }
          : failureOf(answer, ctx.failure(answer));
      },
    }),
  }),
});
