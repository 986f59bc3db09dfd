import { defineSchema, type Over } from '../../../platform/mongo/schema/define.ts';
import { ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { RefusedEvent } from '../ports.ts';

/** An event that a connector of a feed does not take. `_id` is tenant, and a hash of feed and event. */
export type RefusedEventDoc = Over & RefusedEvent & { readonly _id: string; readonly tenant: string };

export const refusedEventSchema = defineSchema<RefusedEventDoc>({
  collection: 'feedRefusals',
  sharding: byId,
  retention: 'stuckEvents',
  person: ownRows(['profileId']),
  fields: {
    tenant: String,
    feed: String,
    event: String,
    name: String,
    profileId: String,
    reason: String,
    at: Number,
  },
  indexes: [
    { name: 'listed', key: { tenant: 1, feed: 1, at: 1, _id: 1 } },
    { name: 'person', key: { tenant: 1, profileId: 1 } },
  ],
});
