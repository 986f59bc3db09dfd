import type { MessageRow } from '../ports.ts';
import { ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** A planned communication. `_id` is tenant and message id. */
export type MessageDoc = MessageRow & {
  readonly _id: string;
  /** Whose write stands; see the compare-and-set batcher. */
  readonly writer?: string;
  /** It was cancelled while an attempt had it, with the reason: when that ends for now, it ends for good. */
  readonly calledOff?: string;
  /** It bounced for good, or drew a complaint: of which journey it was, and when planned. Apart, so that the indexes are sparse. */
  readonly bounce?: { readonly of: string; readonly at: number };
  readonly complaint?: { readonly of: string; readonly at: number };
};

export const messageSchema = defineSchema<MessageDoc>({
  collection: 'messages',
  sharding: byId,
  person: ownRows(['profileId'], { hidden: ['bounce', 'complaint'] }),
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
    addressHash: String,
    plannedAt: Number,
    status: String,
    leaseUntil: Number,
    claim: String,
    claimedAt: Number,
    writer: String,
    calledOff: String,
    attempts: Number,
    acceptedAt: Number,
    providerId: String,
    reason: String,
    devices: anyJson,
    openedAt: Number,
    clickedAt: Number,
    bouncedAt: Number,
    complainedAt: Number,
    unsubscribedAt: Number,
    bounce: anyJson,
    complaint: anyJson,
  },
  indexes: [
    { name: 'person', key: { tenant: 1, profileId: 1, plannedAt: 1 } },
    { name: 'listed', key: { tenant: 1, journey: 1, plannedAt: 1, _id: 1 } },
    // Lists of all journeys together.
    { name: 'planned', key: { tenant: 1, plannedAt: 1, _id: 1 } },
    // What the guards of journeys count.
    { name: 'bounce', key: { 'bounce.of': 1, 'bounce.at': 1 }, sparse: true },
    { name: 'complaint', key: { 'complaint.of': 1, 'complaint.at': 1 }, sparse: true },
  ],
});
