import { z } from 'zod';

import {
  anySame,
  basicAuth,
  definePlugin,
  type InboundMessage,
  refused,
  secret,
  secrets,
  standardWebhookKey,
  verified,
  verifyStandardWebhook,
} from '../contract.ts';

/** What Postmark sends of a mail with "Include raw email content" switched on; others send the same fields. */
const posted = z.object({
  RawEmail: z.string().min(1),
  MessageID: z.string().min(1).max(200).optional(),
  OriginalRecipient: z.string().max(320).optional(),
});

const maxBytes = 12_000_000;

const mailOf = (input: {
  bytes: Uint8Array;
  authserv: string | undefined;
  recipient?: string | undefined;
}): InboundMessage => ({
  type: 'mail',
  base64: Buffer.from(input.bytes).toString('base64'),
  ...(input.authserv === undefined ? {} : { authserv: input.authserv }),
  ...(input.recipient === undefined ? {} : { recipients: [input.recipient] }),
});

/** E-mails that somebody else receives and posts here raw. */
export const inboundEmailPlugin = definePlugin({
  id: 'inbound-email',
  version: '1.0.0',
  name: 'Inbound e-mail',
  config: z.strictObject({
    /** `whsec_` and base64; several while rotating. They sign what is posted to `main`. */
    secrets: secrets().refine(
      (all) => all.every((one) => standardWebhookKey(one).length >= 16),
      'A secret is whsec_ followed by the base64 of at least 16 bytes.',
    ),
    /** The user and password in the address that Postmark posts to. */
    postmark: z.strictObject({ user: z.string().min(1), password: secret() }).optional(),
    /** The name under which the receiving server writes `Authentication-Results`; others are not believed. */
    authserv: z.string().min(1).max(253).optional(),
  }),
  keptSecrets: ['secrets', 'postmark.password'],
  webhooks: {
    main: {
      title: 'Raw e-mails, signed by Standard Webhooks 1.0',
      verification: { by: 'signature' },
      body: 'text',
      maxBytes,
      verify: (ctx, request) => {
        const verdict = verifyStandardWebhook({ secrets: ctx.config.secrets, request, now: ctx.now });
        if (!verdict.ok) return verdict;
        return request.rawBody.byteLength === 0 ? refused('malformed', 'The body is empty.') : verdict;
      },
      dedupeKey: (request) => request.headers['webhook-id'] ?? '',
      topic: () => 'mail',
      normalise: (ctx, request) => [mailOf({ bytes: request.rawBody, authserv: ctx.config.authserv })],
    },
    postmark: {
      title: 'Inbound e-mails of Postmark, with their raw content',
      verification: { by: 'secret', header: 'authorization' },
      maxBytes,
      verify: (ctx, request) => {
        const given = basicAuth(request);
        const { postmark } = ctx.config;
        if (postmark === undefined) return refused('wrong-source', 'No password is set for Postmark.');
        if (given === undefined) return refused('missing-signature', 'User and password are missing.');
        const isRight = anySame({
          sent: [JSON.stringify([given.user, given.password])],
          expected: [JSON.stringify([postmark.user, postmark.password])],
        });
        if (!isRight) return refused('bad-signature', 'User or password is wrong.');
        return posted.safeParse(request.json).success
          ? verified
          : refused('malformed', 'RawEmail is missing: switch "Include raw email content" on.');
      },
      dedupeKey: (request) => posted.safeParse(request.json).data?.MessageID ?? '',
      topic: () => 'mail',
      normalise: (ctx, request) => {
        const read = posted.safeParse(request.json);
        if (!read.success) return refused('malformed', 'RawEmail is missing.');
        const { RawEmail, OriginalRecipient: recipient } = read.data;
        const bytes = Buffer.from(RawEmail, 'utf8');
        return [mailOf({ bytes, authserv: ctx.config.authserv, recipient })];
      },
    },
  },
});
