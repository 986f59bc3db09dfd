import type { Referral } from '../../activities/ports/offers.ts';
import { defineSchema } from './define.ts';

/** A friend's first order on an advocate's code. `_id` is tenant and order id. */
export type ReferralDoc = Referral & { readonly _id: string };

export const referralSchema = defineSchema<ReferralDoc>({
  collection: 'referrals',
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
