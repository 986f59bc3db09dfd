import { z } from 'zod';
import {
  definePlugin,
  emailMessage,
  formatMailAddress,
  loginFailed,
  mailboxesOf,
  messageRate,
  providerFailure,
  rateLimits,
  secret,
  withoutAddresses,
} from '../contract.ts';
import { reportsWebhook } from './reports.ts';
import { subscriptions } from './subscriptions.ts';

const accepted = z.object({ ErrorCode: z.literal(0), MessageID: z.string().min(1) });
const refusal = z.object({ ErrorCode: z.number(), Message: z.string() });

/** The recipient is inactive at Postmark: a hard bounce, a complaint, or suppressed by hand. */
const INACTIVE = 406;
/** About the account or the sender, not about this mail: once that is corrected, it goes. */
const aboutAccount: ReadonlySet<number> = new Set([400, 401, 405, 412, 413]);

const config = z.strictObject({
  /** The token of one server; `POSTMARK_API_TEST` checks mails and sends none. */
  serverToken: secret(),
  url: z.url({ protocol: /^https?$/ }).default('https://api.postmarkapp.com'),
  /** The stream that mails go out on, such as `broadcast`. */
  stream: z.string().min(1).default('outbound'),
  /** User and password in the address of Postmark's webhooks. */
  webhook: z.strictObject({ user: z.string().min(1), password: secret() }).optional(),
  rate: messageRate(),
});

const attached = ({ name, type, base64, cid }: z.output<typeof emailMessage>['attachments'][number]) => ({
  Name: name,
  Content: base64,
  ContentType: type,
  ContentID: cid === undefined ? null : `cid:${cid}`,
});

/** E-mail through Postmark, and its webhooks. */
export const postmarkPlugin = definePlugin({
  id: 'postmark',
  version: '1.0.0',
  name: 'Postmark',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['api.postmarkapp.com'],
  keptSecrets: ['webhook.password'],
  actions: (action) => ({
    send: action({
      title: 'Send an e-mail',
      channel: 'email',
      input: emailMessage,
      output: z.object({ id: z.string() }),
      effect: 'write',
      idempotency: 'none',
      limits: ({ rate }) => rateLimits(rate),
      async run(ctx, input) {
        const boxes = mailboxesOf(input);
        if (!boxes.ok) return boxes.failure;
        const { serverToken, url, stream } = ctx.config;
        const { from, to, replyTo } = boxes;
        const headers = {
          ...input.headers,
          'Message-ID': input.messageId,
          // Postmark writes a Message-ID of its own without it.
          'X-PM-KeepID': 'true',
        };
        const answer = await ctx.http({
          url: new URL('/email', url).href,
          headers: { 'x-postmark-server-token': serverToken, accept: 'application/json' },
          json: {
            From: formatMailAddress(from),
            To: formatMailAddress(to),
            ...(replyTo === undefined ? {} : { ReplyTo: formatMailAddress(replyTo) }),
            Subject: input.subject,
            HtmlBody: input.html,
            ...(input.text === '' ? {} : { TextBody: input.text }),
            MessageStream: stream,
            TrackOpens: false,
            TrackLinks: 'None',
            Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
            ...(input.attachments.length === 0 ? {} : { Attachments: input.attachments.map(attached) }),
            Metadata: { ciclo_message_id: ctx.idempotencyKey.slice(0, 80) },
          },
        });
        const sent = answer.status === 200 ? accepted.safeParse(answer.json).data : undefined;
        if (sent !== undefined) {
          return { kind: 'done', output: { id: sent.MessageID }, providerId: sent.MessageID };
        }
        const { ErrorCode = 0, Message = '' } = refusal.safeParse(answer.json).data ?? {};
        if (answer.status === 422 && ErrorCode === INACTIVE) {
          const message = withoutAddresses(Message);
          return { kind: 'rejected', code: 'inactive-recipient', message, recipientBlocked: true };
        }
        if (answer.status === 422 && aboutAccount.has(ErrorCode))
          return loginFailed(withoutAddresses(Message));
        return providerFailure({ ctx, answer, reason: Message });
      },
    }),
  }),
  webhooks: { main: reportsWebhook((read: z.output<typeof config>) => read.webhook) },
  subscriptions: { main: subscriptions },
});
