import { z } from 'zod';
import {
  definePlugin,
  messageRate,
  providerFailure,
  rateLimits,
  secret,
  textMessage,
  textWithSubject,
  withoutAddresses,
} from '../contract.ts';
import { aboutNumber } from './errors.ts';
import { messagesWebhook } from './messages.ts';

const accepted = z.object({ sid: z.string().min(1) });
const refusal = z.object({ code: z.number(), message: z.string() });

const config = z
  .strictObject({
    accountSid: z.string().regex(/^AC[0-9a-f]{32}$/i, 'An account SID: AC and 32 hexadecimal digits.'),
    /** Signs Twilio's requests, and is the password of ours. */
    authToken: secret(),
    /** A number of the account as E.164, or an alphanumeric sender. */
    from: z.string().min(1).max(20).optional(),
    /** Or a Messaging Service, which chooses the number: `MG...`. */
    messagingServiceSid: z
      .string()
      .regex(/^MG[0-9a-f]{32}$/i)
      .optional(),
    /** The address of this instance as Twilio calls it, `https://<host>/webhooks/<tenant>/<instance>`: then Twilio says what became of messages. */
    webhookUrl: z.url({ protocol: /^https?$/ }).optional(),
    /** A sender's number counts as theirs. Numbers of text messages can be forged. */
    trustNumbers: z.boolean().default(false),
    /** Who answers opt-out words: by default Twilio does as far as it knows them; `ciclo` where that is switched off for the account. */
    optOutAnswers: z.enum(['twilio', 'ciclo']).default('twilio'),
    url: z.url({ protocol: /^https?$/ }).default('https://api.twilio.com'),
    rate: messageRate(),
  })
  .refine((read) => (read.from === undefined) !== (read.messagingServiceSid === undefined), {
    message: 'Give `from` or `messagingServiceSid`, and not both.',
    path: ['from'],
  });

/** Text messages through Twilio: sending, what became of them, and what people answer. */
export const twilioPlugin = definePlugin({
  id: 'twilio',
  version: '1.0.0',
  name: 'Twilio SMS',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['api.twilio.com'],
  actions: (action) => ({
    send: action({
      title: 'Send a text message',
      channel: 'sms',
      input: textMessage({ textMax: 1_600 }),
      output: z.object({ id: z.string() }),
      effect: 'write',
      idempotency: 'none',
      limits: ({ rate }) => rateLimits(rate),
      async run(ctx, input) {
        const { accountSid, authToken, from, messagingServiceSid, webhookUrl, url } = ctx.config;
        const callback = webhookUrl === undefined ? undefined : new URL(webhookUrl);
        callback?.searchParams.set('message_id', ctx.idempotencyKey);
        const login = Buffer.from(`${accountSid}:${authToken}`).toString('base64');
        const answer = await ctx.http({
          url: new URL(`/2010-04-01/Accounts/${accountSid}/Messages.json`, url).href,
          headers: { authorization: `Basic ${login}` },
          form: {
            To: input.to,
            ...(from === undefined ? {} : { From: from }),
            ...(messagingServiceSid === undefined ? {} : { MessagingServiceSid: messagingServiceSid }),
            Body: textWithSubject(input),
            ...(callback === undefined ? {} : { StatusCallback: callback.href }),
          },
        });
        const sent = answer.status === 201 ? accepted.safeParse(answer.json).data : undefined;
        if (sent !== undefined) return { kind: 'done', output: { id: sent.sid }, providerId: sent.sid };
        const { code, message = '' } = refusal.safeParse(answer.json).data ?? {};
        const about = code === undefined ? undefined : aboutNumber.get(code);
        if (about !== undefined) {
          return {
            kind: 'rejected',
            code: about,
            message: withoutAddresses(message),
            recipientBlocked: true,
          };
        }
        return providerFailure({ ctx, answer, reason: message });
      },
    }),
  }),
  webhooks: { main: messagesWebhook<z.output<typeof config>>() },
});
