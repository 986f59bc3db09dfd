import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { Referral, ReferralStore } from '../ports.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type ProfileDoc, profileSchema } from '../../people/store/profile-schema.ts';
import { type ReferralDoc, referralSchema } from './referral-schema.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';

const toReferral = (doc: ReferralDoc): Referral => {
  const { _id, ...referral } = doc;
  return referral;
};

/** Referrals: one an order, the first judgement stands until it is reversed. */
export const createReferralStore = (deps: { collections: Collections }): ReferralStore => {
  const referrals = deps.collections.of<ReferralDoc>(referralSchema);
  const profiles = deps.collections.of<ProfileDoc>(profileSchema);
  const counted = { state: { $ne: 'refused' } } as const;

  return guarded<ReferralStore>({
    advocate: async ({ tenant, code }) => {
      const found = await profiles.findOne({ referralCode: code, tenant }, { sort: { createdAt: 1 } });
      // A code given out before a merge still stands for the person.
      return found === null ? undefined : (found.mergedInto ?? found.id);
    },
    add: async (referral) => {
      const _id = keyOf(referral.tenant, referral.orderId);
      try {
        await referrals.insertOne({ ...referral, _id });
        return referral;
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
        const stands = await referrals.findOne({ _id });
        return stands === null ? referral : toReferral(stands);
      }
    },
    get: async ({ tenant, orderId }) => {
      const doc = await referrals.findOne({ _id: keyOf(tenant, orderId) });
      return doc === null ? undefined : toReferral(doc);
    },
    reverse: async ({ tenant, orderId, reason }) => {
      await referrals.updateOne(
        { _id: keyOf(tenant, orderId), state: 'qualified' },
        { $set: { state: 'reversed', reason } },
      );
    },
    count: ({ tenant, advocate, since }) =>
      referrals.countDocuments({ tenant, advocate, at: { $gte: since }, ...counted }, longRead),
    ofFriend: async ({ tenant, friend }) => {
      const doc = await referrals.findOne({ tenant, friend, state: 'qualified' });
      return doc === null ? undefined : toReferral(doc);
    },
  });
};
