import type { Connection } from 'mongoose';

import type { Referral, ReferralStore } from '../../activities/ports/offers.ts';
import type { Reassigns } from '../../activities/ports/reassign.ts';
import { duplicateIndex } from '../errors.ts';
import { guarded } from '../guarded.ts';
import { keyOf } from '../keys.ts';
import { driverOf } from '../schemas/define.ts';
import { type ProfileDoc, profileSchema } from '../schemas/profile.ts';
import { type ReferralDoc, referralSchema } from '../schemas/referral.ts';

const toReferral = (doc: ReferralDoc): Referral => {
  const { _id, ...referral } = doc;
  return referral;
};

/** Referrals: one an order, the first judgement stands until it is reversed. */
export const createReferralStore = (deps: { connection: Connection }): ReferralStore & Reassigns => {
  const referrals = driverOf<ReferralDoc>({ connection: deps.connection, schema: referralSchema });
  const profiles = driverOf<ProfileDoc>({ connection: deps.connection, schema: profileSchema });
  const counted = { state: { $ne: 'refused' } } as const;

  return guarded<ReferralStore & Reassigns>({
    advocate: async ({ tenant, code }) => {
      const found = await profiles.findOne({ referralCode: code, tenant });
      // A code given out before a merge still stands for the person.
      return found === null ? undefined : (found.mergedInto ?? found.id);
    },
    add: async (referral) => {
      const _id = keyOf(referral.tenant, referral.orderId);
      try {
        await referrals.insertOne({ ...referral, _id });
        return referral;
      } catch (thrown) {
        if (duplicateIndex(thrown) === undefined) throw thrown;
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
      referrals.countDocuments({ tenant, advocate, at: { $gte: since }, ...counted }),
    ofFriend: async ({ tenant, friend }) => {
      const doc = await referrals.findOne({ tenant, friend, state: 'qualified' });
      return doc === null ? undefined : toReferral(doc);
    },
    reassign: async ({ tenant, from, to }) => {
      await referrals.updateMany({ tenant, advocate: from }, { $set: { advocate: to } });
      await referrals.updateMany({ tenant, friend: from }, { $set: { friend: to } });
    },
  });
};
