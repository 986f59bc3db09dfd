import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  anySame,
  deliveryEvents,
  type DeliveryReport,
  hmacSha256,
  type InboundEvent,
  type InboundMessage,
  type ReadRequest,
  readSaidTime,
  refused,
  type Verdict,
  verified,
  type Webhook,
} from '../contract.ts';
import { stoppedMarketing } from './errors.ts';

const errorSchema = z.object({
  code: z.number(),
  title: z.string().optional(),
  message: z.string().optional(),
  error_data: z.object({ details: z.string().optional() }).optional(),
});

const text = z.string().min(1).max(500);
const titled = z.object({ title: z.string() });

const messageSchema = z.object({
  from: text,
  id: text,
  timestamp: z.string(),
  type: z.string(),
  text: z.object({ body: z.string() }).optional(),
  button: z.object({ text: z.string() }).optional(),
  interactive: z.object({ button_reply: titled.optional(), list_reply: titled.optional() }).optional(),
  image: z.object({ caption: z.string().optional() }).optional(),
  video: z.object({ caption: z.string().optional() }).optional(),
  document: z.object({ caption: z.string().optional(), filename: z.string().optional() }).optional(),
});

const statusSchema = z.object({
  id: text,
  status: z.string(),
  timestamp: z.string(),
  recipient_id: text,
  biz_opaque_callback_data: z.string().max(200).optional().catch(undefined),
  errors: z.array(errorSchema).optional(),
});

const preferenceSchema = z.object({
  wa_id: text,
  category: z.string(),
  value: z.string(),
  timestamp: z.union([z.string(), z.number()]),
});

const told = z.object({
  object: z.literal('whatsapp_business_account'),
  entry: z
    .array(
      z.object({
        changes: z.array(
          z.object({
            field: z.string(),
            value: z.object({
              metadata: z.object({ display_phone_number: z.string().optional() }).optional(),
              contacts: z
                .array(
                  z.object({
                    wa_id: z.string(),
                    profile: z.object({ name: z.string().optional() }).optional(),
                  }),
                )
                .optional(),
              messages: z.array(messageSchema).optional(),
              statuses: z.array(statusSchema).optional(),
              user_preferences: z.array(preferenceSchema).optional(),
            }),
          }),
        ),
      }),
    )
    .max(1_000),
});

type Value = z.output<typeof told>['entry'][number]['changes'][number]['value'];

const valuesIn = (json: unknown): readonly Value[] =>
  (told.safeParse(json).data?.entry ?? []).flatMap(({ changes }) => changes.map(({ value }) => value));

/** Meta writes numbers without the plus. */
const numberOf = (id: string): string => `+${id.replace(/^\+/, '')}`;

/** What somebody wrote, or chose; reactions, stickers and places say nothing that could be answered. */
const wordsOf = (message: z.output<typeof messageSchema>): string | undefined => {
  const { interactive, image, video, document } = message;
  return (
    message.text?.body ??
    message.button?.text ??
    interactive?.button_reply?.title ??
    interactive?.list_reply?.title ??
    image?.caption ??
    video?.caption ??
    document?.caption ??
    document?.filename
  );
};

const messagesOf = (value: Value): readonly InboundMessage[] =>
  (value.messages ?? []).flatMap((message): InboundMessage[] => {
    const words = wordsOf(message);
    if (words === undefined) return [];
    const name = value.contacts?.find(({ wa_id: id }) => id === message.from)?.profile?.name;
    const ours = value.metadata?.display_phone_number;
    return [
      {
        type: 'message',
        id: message.id,
        channel: 'whatsapp',
        from: {
          address: numberOf(message.from),
          ...(name === undefined ? {} : { name: name.slice(0, 200) }),
        },
        // WhatsApp knows whose number it is.
        authenticated: true,
        ...(ours === undefined ? {} : { to: ours.slice(0, 320) }),
        text: words,
        timestamp: Number(message.timestamp),
      },
    ];
  });

const states: ReadonlyMap<string, DeliveryReport['state']> = new Map([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'opened'],
  ['failed', 'bounced'],
]);

const reportsOf = (value: Value): readonly InboundEvent[] =>
  (value.statuses ?? []).flatMap((status) => {
    const state = states.get(status.status);
    if (state === undefined) return [];
    const [error] = status.errors ?? [];
    return deliveryEvents({
      state: error?.code === stoppedMarketing ? 'unsubscribed' : state,
      channel: 'whatsapp',
      address: numberOf(status.recipient_id),
      id: `${status.id}:${status.status}`,
      messageId: status.biz_opaque_callback_data,
      providerId: status.id,
      at: Number(status.timestamp),
      // A number that WhatsApp does not reach now may be reached later: it is not known to be dead.
      ...(state === 'bounced' ? { kind: 'soft' as const } : {}),
      reason: error?.error_data?.details ?? error?.title,
      code: error === undefined ? undefined : String(error.code),
    });
  });

/** Who stops, or resumes, marketing messages in WhatsApp's own settings. */
const preferencesOf = (value: Value): readonly InboundEvent[] =>
  (value.user_preferences ?? []).flatMap((one): InboundEvent[] => {
    if (one.category !== 'marketing_messages') return [];
    const at = Number(one.timestamp);
    const id = `preference:${one.wa_id}:${one.value}:${one.timestamp}`;
    const address = numberOf(one.wa_id);
    if (one.value === 'stop')
      return [...deliveryEvents({ state: 'unsubscribed', channel: 'whatsapp', address, id, at })];
    if (one.value !== 'resume') return [];
    const time = readSaidTime(at);
    return [
      {
        type: 'track',
        event: 'Consent Granted',
        messageId: id,
        externalIds: [{ kind: 'phone', value: address }],
        ...(time === undefined ? {} : { timestamp: new Date(time).toISOString() }),
        properties: { channel: 'whatsapp', topic: '*', source: 'whatsapp', confirmed: true },
      },
    ];
  });

/** One name of everything that a request tells, the same for every repeat of it. */
const nameOf = (json: unknown): string => {
  const ids = valuesIn(json).flatMap((value) => [
    ...(value.messages ?? []).map(({ id }) => id),
    ...(value.statuses ?? []).map(({ id, status }) => `${id}:${status}`),
    ...(value.user_preferences ?? []).map(
      ({ wa_id: id, value: said, timestamp }) => `${id}:${said}:${timestamp}`,
    ),
  ]);
  const all = ids.length === 0 ? JSON.stringify(json) : ids.join('\n');
  return createHash('sha256').update(all).digest('hex');
};

const notOurs = 'The body is nothing that WhatsApp tells.';

const verdictOf = (secrets: readonly string[], request: ReadRequest): Verdict => {
  const sent = request.headers['x-hub-signature-256'] ?? '';
  if (sent === '') return refused('missing-signature', 'The header X-Hub-Signature-256 is missing.');
  const expected = secrets.map(
    (key) => `sha256=${hmacSha256({ key, data: request.rawBody, encoding: 'hex' })}`,
  );
  if (!anySame({ sent: [sent], expected })) return refused('bad-signature', 'The signature does not match.');
  return told.safeParse(request.json).success ? verified : refused('malformed', notOurs);
};

type Keys = { readonly secrets: readonly string[]; readonly verifyToken: string | undefined };

/** What Meta tells of a WhatsApp Business account: messages, what became of ours, and preferences. It signs no time, and repeats for days. */
export const changesWebhook = <Config>(keysOf: (config: Config) => Keys): Webhook<Config> => ({
  title: 'What people write, and what became of messages',
  verification: { by: 'signature' },
  maxBytes: 3_000_000,
  verify: (ctx, request) => verdictOf(keysOf(ctx.config).secrets, request),
  handshake: (ctx, { method, query }) => {
    const { verifyToken } = keysOf(ctx.config);
    const challenge = query['hub.challenge'] ?? '';
    if (method !== 'GET' || verifyToken === undefined || query['hub.mode'] !== 'subscribe') return undefined;
    const isOurs = anySame({ sent: [query['hub.verify_token'] ?? ''], expected: [verifyToken] });
    return isOurs && /^[\w.-]{1,200}$/.test(challenge) ? { status: 200, body: challenge } : undefined;
  },
  dedupeKey: ({ json }) => nameOf(json),
  topic: ({ json }) => told.safeParse(json).data?.entry[0]?.changes[0]?.field ?? 'change',
  normalise: (_ctx, { json }) => {
    if (!told.safeParse(json).success) return refused('malformed', notOurs);
    return valuesIn(json).flatMap((value) => [
      ...messagesOf(value),
      ...reportsOf(value),
      ...preferencesOf(value),
    ]);
  },
});
