import type { ConversationMessage } from '../ports.ts';
import { anyJson, defineSchema, type Over } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import { writtenRows } from './conversation-people.ts';

/** A message of a conversation. `_id` is tenant and message id. */
export type ConversationMessageDoc = Over &
  ConversationMessage & {
    readonly _id: string;
    /** When the next attempt at an answer is due (real time). */
    readonly due?: number;
    /** Whose lease `due` is the end of. */
    readonly lease?: string;
  };

export const conversationMessageSchema = defineSchema<ConversationMessageDoc>({
  collection: 'conversationMessages',
  sharding: byId,
  retention: 'conversations',
  person: writtenRows({ fields: ['profileId'], hidden: ['pending', 'due', 'lease', 'overAt'] }),
  fields: {
    id: String,
    tenant: String,
    conversation: String,
    profileId: String,
    direction: String,
    channel: String,
    address: String,
    name: String,
    subject: String,
    text: String,
    reply: String,
    header: String,
    answers: anyJson,
    files: anyJson,
    leftOut: anyJson,
    at: Number,
    authentication: String,
    automatic: String,
    optOut: anyJson,
    isOther: Boolean,
    by: String,
    mentions: [String],
    status: String,
    reason: String,
    attempts: Number,
    pending: Boolean,
    due: Number,
    lease: String,
  },
  indexes: [
    { name: 'listed', key: { tenant: 1, conversation: 1, at: 1, _id: 1 } },
    { name: 'person', key: { tenant: 1, profileId: 1, at: 1, _id: 1 } },
    { name: 'header', key: { tenant: 1, header: 1 } },
    { name: 'sender', key: { tenant: 1, address: 1, at: 1 } },
    { name: 'due', key: { due: 1 }, sparse: true },
  ],
});
