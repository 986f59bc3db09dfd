import { z } from 'zod';

/** A conversation, as the API shows it. */
export const conversationSchema = z.looseObject({
  id: z.string(),
  profileId: z.string().optional(),
  suggestedProfileId: z.string().optional(),
  channel: z.string(),
  address: z.string(),
  subject: z.string(),
  state: z.string(),
  assignee: z.string().optional(),
  team: z.string().optional(),
  tags: z.array(z.string()),
  snoozedUntil: z.string().optional(),
  lastAt: z.string(),
});
export type Conversation = z.infer<typeof conversationSchema>;

/** A message of a conversation, as the API shows it. */
export const messageSchema = z.looseObject({
  id: z.string(),
  direction: z.enum(['in', 'out', 'note']),
  text: z.string(),
  at: z.string(),
  by: z.string().optional(),
  from: z.string().optional(),
  status: z.string().optional(),
  reason: z.string().optional(),
  automatic: z.string().optional(),
  files: z.array(z.looseObject({ name: z.string() })),
});
export type Message = z.infer<typeof messageSchema>;

/** Where the API has a conversation. */
export const pathOf = (id: string, ...parts: readonly string[]): string =>
  ['/api/conversations', encodeURIComponent(id), ...parts].join('/');

/** A conversation in one line. */
export const headOf = (one: Conversation): string => {
  const { assignee, team, tags } = one;
  const whose = [
    ...(assignee === undefined ? [] : [`assigned to ${assignee}`]),
    ...(team === undefined ? [] : [`team ${team}`]),
    ...(tags.length === 0 ? [] : [`tags ${tags.join(', ')}`]),
  ];
  const subject = one.subject === '' ? '' : ` “${one.subject}”`;
  return `${one.id}${subject} with ${one.address} by ${one.channel}: ${[one.state, ...whose].join(', ')}.`;
};
