import { type MessageDoc, messageSchema } from '../../../messages/store/message-schema.ts';
import { defineTable } from '../define-table.ts';

/** Messages and what came of them, without subject and address. */
export const messagesTable = defineTable<MessageDoc>({
  name: 'messages',
  about: 'A planned communication, and what came of it.',
  grain: 'month',
  schema: messageSchema,
  by: ['journey'],
  at: 'plannedAt',
  named: 'message_id',
  rows: (doc) => [doc],
  columns: {
    message_id: { type: 'text', about: 'The id of the message.', of: ({ id }) => id },
    profile_id: { type: 'text', about: 'Who got it.', isPerson: true, of: ({ profileId }) => profileId },
    run_id: { type: 'text', about: 'The run that planned it.', of: ({ run }) => run },
    journey: { type: 'text', about: 'The journey it is of.', of: ({ journey }) => journey },
    version: { type: 'integer', about: 'The version of the journey.', of: ({ version }) => version },
    step: { type: 'text', about: 'The step that sends it.', of: ({ step }) => step },
    message: { type: 'text', about: 'The message of the workspace.', of: ({ message }) => message },
    channel: { type: 'text', about: 'The channel: `email`, `sms` and so on.', of: ({ channel }) => channel },
    class: { type: 'text', about: '`marketing` or `transactional`.', of: (doc) => doc.class },
    topic: { type: 'text', about: 'The topic it belongs to.', of: ({ topic }) => topic },
    locale: { type: 'text', about: 'The locale it was written in.', of: ({ locale }) => locale },
    status: {
      type: 'text',
      about: '`accepted` by the provider, `rejected`, `cancelled`, or still under way.',
      of: ({ status }) => status,
    },
    reason: {
      type: 'text',
      about: 'Why it was rejected or cancelled, as one word; nothing else is kept.',
      of: ({ reason }) => (reason !== undefined && /^[a-z-]{1,40}$/.test(reason) ? reason : undefined),
    },
    planned_at: {
      type: 'time',
      about: 'When it was planned; files are cut by it.',
      of: ({ plannedAt }) => plannedAt,
    },
    accepted_at: {
      type: 'time',
      about: 'When the provider accepted it.',
      of: ({ acceptedAt }) => acceptedAt,
    },
    opened_at: { type: 'time', about: 'The first open.', of: ({ openedAt }) => openedAt },
    clicked_at: { type: 'time', about: 'The first click.', of: ({ clickedAt }) => clickedAt },
    bounced_at: { type: 'time', about: 'When it bounced.', of: ({ bouncedAt }) => bouncedAt },
    complained_at: {
      type: 'time',
      about: 'When it was marked as spam.',
      of: ({ complainedAt }) => complainedAt,
    },
    unsubscribed_at: {
      type: 'time',
      about: 'When its reader unsubscribed by it.',
      of: ({ unsubscribedAt }) => unsubscribedAt,
    },
  },
});
