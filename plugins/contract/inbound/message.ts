import { z } from 'zod';

const text = z.string().min(1);
/** So many characters: 30 MB. Looked at letter by letter, so that no length is slow. */
const base64 = z
  .string()
  .max(40_000_000)
  .regex(/^[A-Za-z0-9+/]*={0,2}$/, 'Base64 without line ends.');

/** A message that somebody wrote to the business, on any channel but e-mail. */
const messageSchema = z.strictObject({
  type: z.literal('message'),
  /** The provider's id of it, the same whenever it is told of. */
  id: text.max(500),
  /** `sms`, `chat`, `social`, `whatsapp`, or a channel of the plugin's own. */
  channel: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  from: z.strictObject({ address: text.max(320), name: z.string().max(200).optional() }),
  /** Whether the provider vouches for the address: a chat whose user signed in. Without it nobody is taken for its owner. */
  authenticated: z.boolean().optional(),
  /** The address of the business that it came to: answers go out from it. */
  to: z.string().max(320).optional(),
  subject: z.string().max(1_000).optional(),
  text: z.string().max(200_000),
  /** The provider's id of the thread it belongs to. */
  thread: z.string().max(500).optional(),
  /** True when a program wrote it: it is kept, opens nothing and is no answer. */
  automatic: z.boolean().optional(),
  /**
   * That the provider itself took it for an opt-out word, and whether it has answered it. Without this the engine looks for such a word, and
   * answers.
   */
  optOut: z.strictObject({ word: z.enum(['stop', 'start', 'help']), answered: z.boolean() }).optional(),
  timestamp: z.union([z.string(), z.number()]).nullish().catch(undefined),
  attachments: z
    .array(z.strictObject({ name: z.string().max(500), type: z.string().max(200), base64 }))
    .max(50)
    .optional(),
});

/** A raw e-mail: the engine reads it, so every connector of e-mail reads the same. */
const mailSchema = z.strictObject({
  type: z.literal('mail'),
  /** The bytes as they arrived (RFC 5322), as base64. */
  base64: base64.min(1),
  /** The recipients of the envelope. */
  recipients: z.array(z.string().max(320)).max(100).optional(),
  /** The sender of the envelope; empty for `<>`. */
  returnPath: z.string().max(320).optional(),
  /** The name of the receiving server in `Authentication-Results`; without it nothing that stands there is believed. */
  authserv: z.string().max(253).optional(),
});

/** What somebody wrote to the business, as a plugin hands it over: it becomes a message of a conversation. */
export const inboundMessageSchema = z.discriminatedUnion('type', [messageSchema, mailSchema]);

export type InboundMessage = z.input<typeof inboundMessageSchema>;
