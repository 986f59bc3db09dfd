import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { PlacementRow } from '../ports.ts';

/** A post on one network. `_id` is tenant, post and instance. */
export type PlacementDoc = PlacementRow & {
  readonly _id: string;
  /** Until when it is one process's, in real time; 0 when it is nobody's. */
  readonly leasedUntil: number;
  readonly lease?: string;
  /** The act under way may have reached the network. */
  readonly begun?: true;
};

export const placementSchema = defineSchema<PlacementDoc>({
  collection: 'postPlacements',
  sharding: byId,
  person: nobody('Where a post of the business stands.'),
  fields: {
    tenant: String,
    post: String,
    instance: String,
    state: String,
    at: Number,
    act: String,
    due: Number,
    tries: Number,
    round: Number,
    since: Number,
    handle: String,
    externalId: String,
    url: String,
    publishedAt: Number,
    code: String,
    message: String,
    comment: anyJson,
    leasedUntil: Number,
    lease: String,
    begun: Boolean,
  },
  indexes: [
    { name: 'post', key: { tenant: 1, post: 1 } },
    { name: 'due', key: { tenant: 1, due: 1 } },
  ],
});
