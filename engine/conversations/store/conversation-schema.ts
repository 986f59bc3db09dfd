import type { ConversationRow } from '../ports.ts';
import { anyJson, defineSchema, type Over } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import { writtenRows } from './conversation-people.ts';

/** A conversation. `_id` is tenant and conversation id. */
export type ConversationDoc = Over &
  ConversationRow & {
    readonly _id: string;
    /** Since when events are to be told (real time); absent when there are none. */
    readonly owingSince?: number;
  };

export const conversationSchema = defineSchema<ConversationDoc>({
  collection: 'conversations',
  sharding: byId,
  retention: 'conversations',
  person: writtenRows({
    fields: ['profileId', 'suggested'],
    hidden: ['tells', 'owingSince', 'rev', 'matter', 'overAt'],
    only: { profileId: { $exists: false } },
  }),
  fields: {
    id: String,
    tenant: String,
    profileId: String,
    suggested: String,
    channel: String,
    address: String,
    name: String,
    ours: String,
    instance: String,
    subject: String,
    matter: String,
    state: String,
    assignee: String,
    team: String,
    tags: [String],
    records: anyJson,
    snoozedUntil: Number,
    openedAt: Number,
    lastAt: Number,
    solvedAt: Number,
    automatic: Boolean,
    tells: anyJson,
    rev: Number,
    owingSince: Number,
  },
  indexes: [
    { name: 'listed', key: { tenant: 1, lastAt: 1, _id: 1 } },
    { name: 'listed by state', key: { tenant: 1, state: 1, lastAt: 1, _id: 1 } },
    { name: 'listed by assignee', key: { tenant: 1, assignee: 1, lastAt: 1, _id: 1 } },
    { name: 'listed by team', key: { tenant: 1, team: 1, lastAt: 1, _id: 1 } },
    // The work queue, the one that waits longest first.
    { name: 'work of a user', key: { tenant: 1, assignee: 1, state: 1, lastAt: 1, _id: 1 } },
    { name: 'work of a team', key: { tenant: 1, team: 1, state: 1, lastAt: 1, _id: 1 } },
    { name: 'person', key: { tenant: 1, profileId: 1, lastAt: 1, _id: 1 } },
    { name: 'suggested', key: { tenant: 1, suggested: 1 }, sparse: true },
    // Whether a message goes on with a matter, and what an address that is erased wrote.
    { name: 'matter', key: { tenant: 1, address: 1, matter: 1, lastAt: 1 } },
    { name: 'owing', key: { owingSince: 1 }, sparse: true },
  ],
});
