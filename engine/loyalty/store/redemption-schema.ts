import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { Redemption } from '../ports.ts';

/** A reward that was spent points for. `_id` is tenant and redemption. */
export type RedemptionDoc = Redemption & { readonly _id: string };

export const redemptionSchema = defineSchema<RedemptionDoc>({
  collection: 'rewardRedemptions',
  sharding: byId,
  person: ownRows(['profileId'], { hidden: ['due'] }),
  fields: {
    tenant: String,
    id: String,
    profileId: String,
    program: String,
    reward: String,
    points: Number,
    key: String,
    at: Number,
    state: String,
    reason: String,
    given: anyJson,
    due: Number,
  },
  indexes: [
    { name: 'person', key: { tenant: 1, profileId: 1, at: -1, _id: -1 } },
    { name: 'due', key: { tenant: 1, due: 1 } },
  ],
});
