import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { type EventDoc, eventSchema } from '../../events/store/event-schema.ts';
import { interestKey } from '../../events/store/interest-key.ts';
import type { InterestReads } from '../ports.ts';

type Read = Pick<EventDoc, '_id' | 'profileId' | 'interest'>;

/** Who showed an interest in a product: the events that say so, which have an index of their own. */
export const createInterestReads = (deps: { collections: Collections }): InterestReads => {
  const events = deps.collections.of<EventDoc>(eventSchema);
  return guarded<InterestReads>({
    page: async ({ tenant, products, kind, since, after, limit }) => {
      const keys = products.map((product) => interestKey({ tenant, kind, product }));
      const behind =
        after === undefined
          ? {}
          : {
              $or: [
                { 'interest.at': { $gt: after.at } },
                { 'interest.at': after.at, _id: { $gt: after.id } },
              ],
            };
      const from = Math.max(since, after?.at ?? since);
      const docs = await events
        .find<Read>(
          { $and: [{ 'interest.of': { $in: keys }, 'interest.at': { $gte: from } }, behind] },
          { projection: { profileId: 1, interest: 1 } },
        )
        .sort({ 'interest.at': 1, _id: 1 })
        .limit(limit)
        .toArray();
      return docs.map(({ _id: id, profileId, interest }) => ({ id, profileId, at: interest?.at ?? 0 }));
    },
  });
};
