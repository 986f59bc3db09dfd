import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { Redemption, RedemptionStore } from '../ports.ts';
import { type RedemptionDoc, redemptionSchema } from './redemption-schema.ts';

const toRedemption = ({ _id, ...row }: RedemptionDoc): Redemption => row;
/** What only a split of two people asks for. */
const plain = { projection: { cameFrom: 0 } } as const;

/** Rewards that points were spent for. They are opened by the write of their posting (`openRedemption`). */
export const createRedemptionStore = (deps: { collections: Collections }): RedemptionStore => {
  const rows = deps.collections.of<RedemptionDoc>(redemptionSchema);
  return guarded<RedemptionStore>({
    get: async ({ tenant, id }) => {
      const doc = await rows.findOne({ _id: keyOf(tenant, id) }, plain);
      return doc === null ? undefined : toRedemption(doc);
    },
    of: async ({ tenant, profileId, limit }) => {
      const docs = await rows
        .find({ tenant, profileId }, plain)
        .sort({ at: -1, _id: -1 })
        .limit(limit)
        .toArray();
      return docs.map(toRedemption);
    },
    move: async ({ tenant, id, from, to, reason, given, due }) => {
      const set = {
        state: to,
        ...(reason === undefined ? {} : { reason }),
        ...(given === undefined ? {} : { given }),
        ...(due === undefined ? {} : { due }),
      };
      const change = due === undefined ? { $set: set, $unset: { due: '' as const } } : { $set: set };
      const { matchedCount } = await rows.updateOne({ _id: keyOf(tenant, id), state: from }, change);
      return matchedCount === 1;
    },
    settle: async ({ tenant, id }) => {
      await rows.updateOne({ _id: keyOf(tenant, id) }, { $unset: { due: '' } });
    },
    due: async ({ tenant, upTo, limit }) => {
      const docs = await rows
        .find({ tenant, due: { $lte: upTo } }, plain)
        .sort({ due: 1 })
        .limit(limit)
        .toArray();
      return docs.map(toRedemption);
    },
  });
};
