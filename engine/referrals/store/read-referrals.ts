import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { behind, keyAt, newestFirst } from '../../../platform/mongo/paging.ts';
import type { ReferralReads } from '../reads-port.ts';
import { type ReferralDoc, referralSchema } from './referral-schema.ts';
import { toReferral } from './referrals.ts';

const order = ['at', '_id'] as const;

/** Referrals for people to look at. */
export const createReferralReads = (deps: { collections: Collections }): ReferralReads => {
  const referrals = deps.collections.of<ReferralDoc>(referralSchema);
  return guarded<ReferralReads>({
    referrals: async ({ tenant, state, advocate, friend, after, limit }) => {
      const values = after === undefined ? undefined : [after.at, keyAt({ tenant, after })];
      const docs = await referrals
        .find({
          tenant,
          ...(state === undefined ? {} : { state }),
          ...(advocate === undefined ? {} : { advocate }),
          ...(friend === undefined ? {} : { friend }),
          ...behind({ order, values }),
        })
        .sort(newestFirst(order))
        .limit(limit)
        .toArray();
      return docs.map(toReferral);
    },
  });
};
