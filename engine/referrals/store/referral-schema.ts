import type { Referral } from '../../../domain/referrals/referral.ts';
import { ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** A referral. `_id` is tenant and id. */
export type ReferralDoc = Referral & {
  readonly _id: string;
  readonly rev: number;
  /** When it is to be looked at next, epoch milliseconds on the tenant's clock; 0: at once. */
  readonly due?: number;
};

export const referralSchema = defineSchema<ReferralDoc>({
  collection: 'referrals',
  sharding: byId,
  person: ownRows(['advocate', 'friend'], { hidden: ['rev', 'due', 'told'] }),
  fields: {
    tenant: String,
    id: String,
    code: String,
    advocate: String,
    friend: String,
    advocateName: String,
    state: String,
    at: Number,
    orderId: String,
    orderedAt: Number,
    deliveredAt: Number,
    rewardAt: Number,
    score: Number,
    reasons: anyJson,
    isSuspicious: Boolean,
    isRewarding: Boolean,
    reversal: anyJson,
    rewards: anyJson,
    appeal: anyJson,
    history: anyJson,
    told: Number,
    rev: Number,
    due: Number,
  },
  indexes: [
    { name: 'by advocate', key: { tenant: 1, advocate: 1, at: 1, _id: 1 } },
    { name: 'by friend', key: { tenant: 1, friend: 1, at: 1, _id: 1 } },
    { name: 'by order', key: { tenant: 1, orderId: 1 } },
    { name: 'listed', key: { tenant: 1, at: 1, _id: 1 } },
    { name: 'listed by state', key: { tenant: 1, state: 1, at: 1, _id: 1 } },
    // Of all tenants: only those with something to come by itself.
    { name: 'due', key: { due: 1 }, sparse: true },
  ],
});
