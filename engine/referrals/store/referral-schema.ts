import type { Referral } from '../ports.ts';
import { ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** A friend's first order on an advocate's code. `_id` is tenant and order id. */
export type ReferralDoc = Referral & { readonly _id: string };

export const referralSchema = defineSchema<ReferralDoc>({
  collection: 'referrals',
  sharding: byId,
  person: ownRows(['advocate', 'friend']),
  fields: {
    tenant: String,
    orderId: String,
    code: String,
    advocate: String,
    friend: String,
    state: String,
    reason: String,
    at: Number,
  },
  indexes: [
    { name: 'advocate', key: { tenant: 1, advocate: 1, at: 1 } },
    { name: 'friend', key: { tenant: 1, friend: 1 } },
  ],
});
