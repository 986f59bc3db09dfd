import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { dueAt, type Referral, type ReferralState } from '../../../domain/referrals/referral.ts';
import type { ReferralRow, ReferralStore } from '../ports.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type ProfileDoc, profileSchema } from '../../people/store/profile-schema.ts';
import { type ReferralDoc, referralSchema } from './referral-schema.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';

/** The referral as the engine knows it. */
export const toReferral = (doc: ReferralDoc): ReferralRow => {
  const { _id, due: _due, ...referral } = doc;
  return referral;
};

const toDoc = (referral: Referral, rev: number): ReferralDoc => {
  const due = dueAt(referral);
  return {
    ...referral,
    _id: keyOf(referral.tenant, referral.id),
    rev,
    ...(due === undefined ? {} : { due }),
  };
};

const judged: ReferralState[] = ['held', 'qualified', 'rewarded', 'clawed-back'];
const counting: ReferralState[] = ['held', 'qualified', 'rewarded'];
const early: ReferralState[] = ['invited', 'clicked', 'signed-up'];

const found = (doc: ReferralDoc | null): ReferralRow | undefined =>
  doc === null ? undefined : toReferral(doc);

const first = { sort: { at: 1, _id: 1 } } as const;

/** What counts of whom, for those who judge and reward. */
const createCounts = (
  referrals: Collection<ReferralDoc>,
): Pick<
  ReferralStore,
  'open' | 'counted' | 'count' | 'rewarded' | 'hasMilestone' | 'suspicious' | 'states'
> => ({
  open: async ({ tenant, friend }) =>
    found(await referrals.findOne({ tenant, friend, state: { $in: early } }, first)),
  counted: async ({ tenant, friend }) =>
    found(await referrals.findOne({ tenant, friend, state: { $in: counting } }, first)),
  count: ({ tenant, advocate, since }) =>
    referrals.countDocuments({ tenant, advocate, at: { $gte: since }, state: { $in: judged } }, longRead),
  rewarded: ({ tenant, advocate }) =>
    referrals.countDocuments({ tenant, advocate, state: 'rewarded' }, longRead),
  hasMilestone: async ({ tenant, advocate, friends }) =>
    (await referrals.findOne({ tenant, advocate, 'rewards.milestone': friends })) !== null,
  suspicious: ({ tenant, advocate, since }) =>
    referrals.countDocuments(
      { tenant, advocate, at: { $gte: since }, state: 'denied', isSuspicious: true },
      longRead,
    ),
  states: async ({ tenant, advocate }) => {
    const rows = await referrals
      .aggregate<{ _id: ReferralState; count: number }>(
        [{ $match: { tenant, advocate } }, { $group: { _id: '$state', count: { $sum: 1 } } }],
        longRead,
      )
      .toArray();
    return new Map(rows.map(({ _id, count }) => [_id, count]));
  },
});

/** Referrals. The first write of an id stands; every later one counts the revision up. */
export const createReferralStore = (deps: { collections: Collections }): ReferralStore => {
  const referrals = deps.collections.of<ReferralDoc>(referralSchema);
  const profiles = deps.collections.of<ProfileDoc>(profileSchema);

  return guarded<ReferralStore>({
    advocate: async ({ tenant, code }) => {
      const doc = await profiles.findOne({ referralCode: code, tenant }, { sort: { createdAt: 1 } });
      // A code given out before a merge still stands for the person.
      return doc === null ? undefined : (doc.mergedInto ?? doc.id);
    },
    add: async (referral) => {
      const doc = toDoc(referral, 0);
      try {
        await referrals.insertOne(doc);
        return toReferral(doc);
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
        return toReferral((await referrals.findOne({ _id: doc._id })) ?? doc);
      }
    },
    get: async ({ tenant, id }) => found(await referrals.findOne({ _id: keyOf(tenant, id) })),
    ofOrder: async ({ tenant, orderId }) => found(await referrals.findOne({ tenant, orderId }, first)),
    replace: async ({ rev, ...referral }) => {
      const { _id, ...doc } = toDoc(referral, rev + 1);
      const { matchedCount } = await referrals.replaceOne({ _id, rev }, doc);
      return matchedCount === 1 ? 'written' : 'conflict';
    },
    ...createCounts(referrals),
    due: async ({ tenant, now, limit }) => {
      const docs = await referrals
        .find({ tenant, due: { $lte: now } })
        .sort({ due: 1 })
        .limit(limit)
        .toArray();
      return docs.map(toReferral);
    },
  });
};
