import type { MessageRow } from '../../activities/ports/messages.ts';
import { defineSchema } from './define.ts';

/** A planned communication. `_id` is tenant and message id. */
export type MessageDoc = MessageRow & { readonly _id: string };

export const messageSchema = defineSchema<MessageDoc>({
  collection: 'messages',
  fields: {
    id: String,
    tenant: String,
    run: String,
    journey: String,
    version: Number,
    step: String,
    profileId: String,
    channel: String,
    message: String,
    class: String,
    topic: String,
    subject: String,
    locale: String,
    plannedAt: Number,
    status: String,
    leaseUntil: Number,
    attempts: Number,
    acceptedAt: Number,
    providerId: String,
    reason: String,
    openedAt: Number,
    clickedAt: Number,
    bouncedAt: Number,
    complainedAt: Number,
    unsubscribedAt: Number,
  },
  indexes: [
    { name: 'person', key: { tenant: 1, profileId: 1, plannedAt: 1 } },
    { name: 'listed', key: { tenant: 1, journey: 1, plannedAt: 1, _id: 1 } },
  ],
});
