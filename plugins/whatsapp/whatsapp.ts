import { z } from 'zod';
import {
  definePlugin,
  loginFailed,
  messageRate,
  type Outcome,
  providerFailure,
  rateLimits,
  secret,
  secrets,
  textMessage,
  textWithSubject,
  withoutAddresses,
} from '../contract.ts';
import { refusalOfError } from './errors.ts';
import { changesWebhook } from './changes.ts';

const accepted = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) });
const refusal = z.object({
  error: z.object({
    code: z.number(),
    message: z.string().optional(),
    error_data: z.object({ details: z.string().optional() }).optional(),
  }),
});

const config = z.strictObject({
  /** A token of a system user with `whatsapp_business_messaging`. */
  token: secret(),
  /** The id of the business phone number, not the number itself. */
  phoneNumberId: z.string().regex(/^\d{5,30}$/, 'The id of the phone number: digits.'),
  /** The app secret, which signs what Meta tells; a list while it is changed. */
  appSecrets: secrets().optional(),
  /** The text that was given for "Verify token" where the webhook is set up. */
  verifyToken: secret().optional(),
  version: z
    .string()
    .regex(/^v\d{1,3}\.\d$/, 'A version such as v23.0.')
    .default('v23.0'),
  url: z.url({ protocol: /^https?$/ }).default('https://graph.facebook.com'),
  rate: messageRate(),
});

const message = textMessage({ textMax: 4_096 }).extend({
  template: z
    .strictObject({
      name: z.string().min(1).max(512),
      language: z.string().min(2).max(20),
      parameters: z.array(z.string().max(1_024)).max(50),
    })
    .optional(),
});

/** The message as the Cloud API takes it: a template that was approved, else free text. */
const bodyOf = (input: z.output<typeof message>, idempotencyKey: string) => {
  const { to, template } = input;
  const common = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: to.replace(/^\+/, ''),
    // Comes back with what became of it.
    biz_opaque_callback_data: idempotencyKey,
  };
  if (template === undefined) {
    return { ...common, type: 'text', text: { preview_url: false, body: textWithSubject(input) } };
  }
  const { name, language: code, parameters } = template;
  const components =
    parameters.length === 0
      ? []
      : [{ type: 'body', parameters: parameters.map((text) => ({ type: 'text', text })) }];
  return { ...common, type: 'template', template: { name, language: { code }, components } };
};

/** Messages in WhatsApp by Meta's Cloud API: free text to people who wrote of late, approved templates to all others, and what people write. */
export const whatsappPlugin = definePlugin({
  id: 'whatsapp',
  version: '1.0.0',
  name: 'WhatsApp',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['graph.facebook.com'],
  keptSecrets: ['appSecrets', 'verifyToken'],
  actions: (action) => ({
    send: action({
      title: 'Send a message',
      channel: 'whatsapp',
      input: message,
      output: z.object({ id: z.string() }),
      effect: 'write',
      idempotency: 'none',
      // A number may send 80 messages a second.
      limits: ({ rate }) => rateLimits(rate, { messages: 80, perSeconds: 1 }),
      async run(ctx, input): Promise<Outcome<{ id: string }>> {
        const { token, phoneNumberId, version, url } = ctx.config;
        const answer = await ctx.http({
          url: new URL(`/${version}/${phoneNumberId}/messages`, url).href,
          headers: { authorization: `Bearer ${token}` },
          json: bodyOf(input, ctx.idempotencyKey),
        });
        const [sent] = (answer.status === 200 && accepted.safeParse(answer.json).data?.messages) || [];
        if (sent !== undefined) return { kind: 'done', output: { id: sent.id }, providerId: sent.id };
        const { error } = refusal.safeParse(answer.json).data ?? {};
        const said = error?.error_data?.details ?? error?.message ?? '';
        const known = error === undefined ? undefined : refusalOfError(error.code);
        if (known?.kind === 'login') return loginFailed('WhatsApp does not take the token.');
        if (known?.kind === 'wait') {
          return {
            kind: 'retry',
            code: 'rate-limited',
            message: withoutAddresses(said),
            afterMs: known.afterMs,
          };
        }
        if (known?.kind === 'rejected') {
          return { kind: 'rejected', code: known.code, message: withoutAddresses(said) };
        }
        return providerFailure({ ctx, answer, reason: said, forbiddenIsLogin: false });
      },
    }),
  }),
  webhooks: {
    main: changesWebhook((read: z.output<typeof config>) => ({
      secrets: read.appSecrets ?? [],
      verifyToken: read.verifyToken,
    })),
  },
});
