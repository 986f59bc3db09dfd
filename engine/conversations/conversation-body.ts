import { z } from '@hono/zod-openapi';

import { instant, iso, isoField } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import { type ConversationMessage, type ConversationRow, conversationStates } from './ports.ts';

const recordRef = z.object({ kind: z.string(), id: z.string() });

export const conversationSchema = z
  .object({
    id: z.string(),
    profileId: z
      .string()
      .optional()
      .openapi({ description: 'The person; absent while it is not known for sure who writes.' }),
    suggestedProfileId: z
      .string()
      .optional()
      .openapi({ description: 'Whose address it is, where the sender was not proven to be its owner.' }),
    channel: z.string(),
    address: z.string().openapi({ description: 'Where they write from.' }),
    name: z.string().optional(),
    writtenTo: z
      .string()
      .optional()
      .openapi({ description: 'The address of the business that they wrote to.' }),
    subject: z.string(),
    state: z.enum(conversationStates),
    assignee: z.string().optional(),
    team: z.string().optional(),
    tags: z.array(z.string()),
    records: z.array(recordRef),
    snoozedUntil: instant.optional(),
    openedAt: instant,
    lastAt: instant,
    solvedAt: instant.optional(),
    automatic: z.boolean().optional().openapi({ description: 'True while only a program has written.' }),
  })
  .openapi('Conversation');

const fileSchema = z.object({ id: z.string(), name: z.string(), type: z.string(), size: z.int() });

export const conversationMessageSchema = z
  .object({
    id: z.string(),
    conversation: z.string(),
    direction: z.enum(['in', 'out', 'note']),
    channel: z.string(),
    from: z
      .string()
      .optional()
      .openapi({ description: 'The address of the sender; of messages that came in.' }),
    to: z.string().optional().openapi({ description: 'The address an answer goes to.' }),
    name: z.string().optional(),
    subject: z.string(),
    text: z.string().openapi({ description: 'What they wrote, without what their program quoted.' }),
    fullText: z.string().optional().openapi({ description: 'All of the text, where it is more.' }),
    answers: z
      .object({
        message: z.string(),
        journey: z.string().optional(),
        run: z.string().optional(),
        step: z.string().optional(),
      })
      .optional()
      .openapi({ description: 'The message of ours that it answers.' }),
    files: z.array(fileSchema),
    leftOut: z
      .array(z.object({ name: z.string(), why: z.enum(['too-many', 'too-large', 'not-allowed']) }))
      .optional(),
    at: instant,
    authentication: z
      .enum(['pass', 'fail', 'unknown'])
      .optional()
      .openapi({ description: 'Whether the receiving side vouches for the sender.' }),
    automatic: z.string().optional().openapi({ description: 'Why it counts as written by a program.' }),
    optOut: z.enum(['stop', 'start', 'help']).optional().openapi({
      description: 'The opt-out word that it consists of: the channel was ended, or taken up again.',
    }),
    otherSender: z
      .boolean()
      .optional()
      .openapi({ description: 'True when somebody else than the person of the conversation wrote it.' }),
    by: z.string().optional(),
    mentions: z.array(z.string()).optional(),
    status: z.enum(['sending', 'retrying', 'sent', 'refused', 'bounced']).optional(),
    reason: z.string().optional(),
  })
  .openapi('ConversationMessage');

/** An identity without its kind. */
const plain = (identity: string): string => identity.slice(identity.indexOf(':') + 1);

/** A conversation as answers show it. */
export const conversationBody = (row: ConversationRow): z.infer<typeof conversationSchema> => ({
  id: row.id,
  ...given({ profileId: row.profileId, suggestedProfileId: row.suggested }),
  channel: row.channel,
  address: plain(row.address),
  ...given({ name: row.name, writtenTo: row.ours }),
  subject: row.subject,
  state: row.state,
  ...given({ assignee: row.assignee, team: row.team }),
  tags: [...row.tags],
  records: row.records.map(({ kind, id }) => ({ kind, id })),
  ...isoField('snoozedUntil', row.snoozedUntil),
  openedAt: iso(row.openedAt),
  lastAt: iso(row.lastAt),
  ...isoField('solvedAt', row.solvedAt),
  ...given({ automatic: row.automatic }),
});

/** A message of a conversation as answers show it. */
export const messageBodyOf = (row: ConversationMessage): z.infer<typeof conversationMessageSchema> => ({
  id: row.id,
  conversation: row.conversation,
  direction: row.direction,
  channel: row.channel,
  ...(row.direction === 'in' ? { from: plain(row.address) } : {}),
  ...(row.direction === 'out' ? { to: plain(row.address) } : {}),
  ...given({ name: row.name }),
  subject: row.subject,
  text: row.reply ?? row.text,
  ...(row.reply === undefined ? {} : { fullText: row.text }),
  ...given({ answers: row.answers }),
  files: row.files.map((file) => ({ ...file })),
  ...(row.leftOut === undefined ? {} : { leftOut: row.leftOut.map((one) => ({ ...one })) }),
  at: iso(row.at),
  ...given({
    authentication: row.authentication,
    automatic: row.automatic,
    optOut: row.optOut?.word,
    otherSender: row.isOther,
    by: row.by,
    status: row.status,
    reason: row.reason,
  }),
  ...(row.mentions === undefined ? {} : { mentions: [...row.mentions] }),
});
