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

type States = ReadonlySet<ReferralState>;

const judged: States = new Set(['held', 'qualified', 'rewarded', 'clawed-back']);
const counting: States = new Set(['held', 'qualified', 'rewarded']);
const early: States = new Set(['invited', 'clicked', 'signed-up']);

/** So many referrals of one friend are looked through. */
const ofFriendMax = 1000;

const found = (doc: ReferralDoc | null): ReferralRow | undefined =>
  doc === null ? undefined : toReferral(doc);

const oldest = { at: 1, _id: 1 } as const;

type Tallied = { readonly state: ReferralState; readonly isSuspicious: boolean; readonly count: number };

/** The referrals of an advocate, counted by what became of them. */
const createTally =
  (referrals: Collection<ReferralDoc>) =>
  async (input: { tenant: string; advocate: string; since?: number }): Promise<readonly Tallied[]> => {
    const { tenant, advocate, since } = input;
    const whose = { tenant, advocate, ...(since === undefined ? {} : { at: { $gte: since } }) };
    const by = { state: '$state', isSuspicious: { $eq: ['$isSuspicious', true] } };
    const rows = await referrals
      .aggregate<{ _id: Omit<Tallied, 'count'>; count: number }>(
        [{ $match: whose }, { $group: { _id: by, count: { $sum: 1 } } }],
        longRead,
      )
      .toArray();
    return rows.map(({ _id, count }) => ({ ..._id, count }));
  };

const sumOf = (tallied: readonly Tallied[]): number => tallied.reduce((sum, { count }) => sum + count, 0);

/**
 * What counts of whom, for those who judge and reward. The referrals of one person are found by an index, and only then looked at by their
 * state: a planner without statistics would take the index of the states of a tenant.
 */
const createCounts = (
  referrals: Collection<ReferralDoc>,
): Pick<
  ReferralStore,
  'open' | 'counted' | 'count' | 'rewarded' | 'hasMilestone' | 'suspicious' | 'states'
> => {
  const tally = createTally(referrals);
  const firstOf = async (input: { tenant: string; friend: string }, among: States) => {
    const { tenant, friend } = input;
    const docs = await referrals.find({ tenant, friend }).sort(oldest).limit(ofFriendMax).toArray();
    return found(docs.find(({ state }) => among.has(state)) ?? null);
  };
  return {
    open: (of) => firstOf(of, early),
    counted: (of) => firstOf(of, counting),
    count: async (of) => sumOf((await tally(of)).filter(({ state }) => judged.has(state))),
    rewarded: async (of) => sumOf((await tally(of)).filter(({ state }) => state === 'rewarded')),
    hasMilestone: async ({ tenant, advocate, friends }) =>
      (await referrals.findOne({ tenant, advocate, 'rewards.milestone': friends })) !== null,
    suspicious: async (of) =>
      sumOf((await tally(of)).filter(({ state, isSuspicious }) => state === 'denied' && isSuspicious)),
    states: async (of) => {
      const counts = new Map<ReferralState, number>();
      for (const { state, count } of await tally(of)) counts.set(state, (counts.get(state) ?? 0) + count);
      return counts;
    },
  };
};

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
    ofOrder: async ({ tenant, orderId }) =>
      found(await referrals.findOne({ tenant, orderId }, { sort: oldest })),
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
