import { encodeWord, isPlainText } from 'nodemailer/lib/mime-funcs';
import { z } from 'zod';
import {
  definePlugin,
  emailMessage,
  type Failure,
  formatMailAddress,
  type HttpAnswer,
  loginFailed,
  mailboxesOf,
  providerFailure,
  rateLimits,
  withoutAddresses,
} from '../contract.ts';
import { config, hostsOf } from './config.ts';
import { eventsWebhook } from './events.ts';
import { callSes } from './signed-call.ts';

const accepted = z.object({ MessageId: z.string().min(1) });
/** SES writes `message`, and the gate before it `Message`. */
const refusal = z.object({ message: z.string().optional(), Message: z.string().optional() });
const account = z.object({ SendingEnabled: z.boolean(), EnforcementStatus: z.string().optional() });

/** About the account or its sender, not about this mail: once that is corrected, it goes. */
const aboutAccount: ReadonlySet<string> = new Set([
  'AccountSuspendedException',
  'LimitExceededException',
  'MailFromDomainNotVerifiedException',
  'SendingPausedException',
]);
const notVerified = /not verified|not authorized/i;

/** The name of an error, such as `MessageRejected` of `MessageRejected:http://...`. */
const errorOf = ({ headers }: HttpAnswer): string => (headers['x-amzn-errortype'] ?? '').split(':')[0] ?? '';

/** An address as SES takes it: its name in words of RFC 2047 where it is not ASCII. */
const addressOf = ({ email, name }: { email: string; name?: string }): string =>
  name === undefined || isPlainText(name)
    ? formatMailAddress({ email, ...(name === undefined ? {} : { name }) })
    : `${encodeWord(name, 'B', 52)} <${email}>`;

const inUtf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

type Mail = z.output<typeof emailMessage>;

const attached = ({ name, type, base64, cid }: Mail['attachments'][number]) => ({
  FileName: name,
  ContentType: type,
  RawContent: base64,
  ContentTransferEncoding: 'BASE64',
  ...(cid === undefined
    ? { ContentDisposition: 'ATTACHMENT' }
    : { ContentDisposition: 'INLINE', ContentId: cid }),
});

const contentOf = ({ subject, html, text, headers, attachments }: Mail) => ({
  Simple: {
    Subject: inUtf8(subject),
    Body: { Html: inUtf8(html), ...(text === '' ? {} : { Text: inUtf8(text) }) },
    Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
    ...(attachments.length === 0 ? {} : { Attachments: attachments.map(attached) }),
  },
});

const failureOf = (ctx: { failure: (answer: HttpAnswer) => Failure }, answer: HttpAnswer): Failure => {
  const { message, Message } = refusal.safeParse(answer.json).data ?? {};
  const reason = message ?? Message;
  const error = errorOf(answer);
  const isAccount =
    aboutAccount.has(error) || (error === 'MessageRejected' && notVerified.test(reason ?? ''));
  if (isAccount) return loginFailed(`SES says ${error}. ${withoutAddresses(reason ?? '')}`.trim());
  return providerFailure({ ctx, answer, reason });
};

const isTag = (text: string): boolean => /^[\w-]{1,256}$/.test(text);

/** E-mail through Amazon SES (API v2, Signature Version 4), and what SNS tells of it. */
export const sesPlugin = definePlugin({
  id: 'ses',
  version: '1.0.0',
  name: 'Amazon SES',
  config,
  hosts: hostsOf,
  ownHosts: ['*.amazonaws.com', '*.amazonaws.com.cn'],
  // It signs, and is sent to nobody.
  keptSecrets: ['secretAccessKey'],
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
        const { from, to, replyTo } = boxes;
        const { configurationSet } = ctx.config;
        const answer = await callSes({
          ctx,
          path: '/v2/email/outbound-emails',
          json: {
            FromEmailAddress: addressOf(from),
            Destination: { ToAddresses: [addressOf(to)] },
            ...(replyTo === undefined ? {} : { ReplyToAddresses: [addressOf(replyTo)] }),
            Content: contentOf(input),
            ...(isTag(ctx.idempotencyKey)
              ? { EmailTags: [{ Name: 'ciclo_message_id', Value: ctx.idempotencyKey }] }
              : {}),
            ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
          },
        });
        const sent = answer.status === 200 ? accepted.safeParse(answer.json).data : undefined;
        if (sent !== undefined) {
          return { kind: 'done', output: { id: sent.MessageId }, providerId: sent.MessageId };
        }
        return failureOf(ctx, answer);
      },
    }),
  }),
  webhooks: { main: eventsWebhook },
  health: async (ctx) => {
    const answer = await callSes({ ctx, path: '/v2/email/account' });
    const read = answer.status === 200 ? account.safeParse(answer.json).data : undefined;
    if (read === undefined) return { ok: false, message: failureOf(ctx, answer).message };
    return read.SendingEnabled
      ? { ok: true }
      : { ok: false, message: `Sending is paused (${read.EnforcementStatus ?? 'no reason given'}).` };
  },
});
