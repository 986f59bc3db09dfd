import { z } from 'zod';
import {
  deliveryEvents,
  type InboundEvent,
  type InboundMessage,
  refused,
  verifySecret,
  type Webhook,
} from '../contract.ts';

/** Ids of chats may be beyond 2^53, and come as digits then. */
const id = z.union([z.number(), z.string()]).transform(String);
const chat = z.object({ id, type: z.string() });
const person = z.object({
  is_bot: z.boolean().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
});

const update = z.object({
  update_id: id,
  message: z
    .object({
      message_id: id,
      date: z.number(),
      text: z.string().optional(),
      caption: z.string().optional(),
      chat,
      from: person.optional(),
    })
    .optional(),
  my_chat_member: z
    .object({ date: z.number(), chat, new_chat_member: z.object({ status: z.string() }) })
    .optional(),
});

type Said = z.output<typeof update>;

const messagesOf = ({ message }: Said): readonly InboundMessage[] => {
  const text = message?.text ?? message?.caption;
  // Groups are no person, and what has no text (a sticker) says nothing.
  if (message === undefined || text === undefined || message.chat.type !== 'private') return [];
  const name = [message.from?.first_name, message.from?.last_name].filter((one) => one !== undefined);
  return [
    {
      type: 'message',
      id: `${message.chat.id}:${message.message_id}`,
      channel: 'telegram',
      from: {
        address: message.chat.id,
        ...(name.length === 0 ? {} : { name: name.join(' ').slice(0, 200) }),
      },
      // Telegram knows who writes in a private chat.
      authenticated: true,
      ...(message.from?.is_bot === true ? { automatic: true } : {}),
      text,
      timestamp: message.date,
    },
  ];
};

/** Who blocks the bot wants no more of it. */
const blocksOf = ({ update_id, my_chat_member: member }: Said): readonly InboundEvent[] =>
  member === undefined || member.chat.type !== 'private' || member.new_chat_member.status !== 'kicked'
    ? []
    : deliveryEvents({
        state: 'unsubscribed',
        channel: 'telegram',
        address: member.chat.id,
        id: `blocked:${update_id}`,
        at: member.date,
      });

const notUpdate = 'The body is no update of Telegram.';

/** Updates of the bot. Telegram signs nothing, and sends a secret in a header. */
export const updatesWebhook = <Config>(
  secretsOf: (config: Config) => readonly string[],
): Webhook<Config> => ({
  title: 'What people write to the bot',
  verification: { by: 'secret', header: 'x-telegram-bot-api-secret-token' },
  maxBytes: 1_000_000,
  verify: (ctx, request) => {
    const sent = request.headers['x-telegram-bot-api-secret-token'];
    const verdict = verifySecret({ sent, expected: secretsOf(ctx.config) });
    if (!verdict.ok) return verdict;
    return update.safeParse(request.json).success ? verdict : refused('malformed', notUpdate);
  },
  dedupeKey: ({ json }) => update.safeParse(json).data?.update_id ?? '',
  topic: ({ json }) => (update.safeParse(json).data?.message === undefined ? 'update' : 'message'),
  normalise: (_ctx, { json }) => {
    const { data: said } = update.safeParse(json);
    if (said === undefined) return refused('malformed', notUpdate);
    return [...messagesOf(said), ...blocksOf(said)];
  },
});
