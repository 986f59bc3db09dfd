import { hashId } from '../../../domain/hash.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { RefusedEvent, RefusedEventStore } from '../ports.ts';
import { type RefusedEventDoc, refusedEventSchema } from './refused-schema.ts';

const toRow = ({ _id, tenant: _tenant, overAt: _over, ...row }: RefusedEventDoc): RefusedEvent => row;

/** Events that connectors of feeds do not take, until somebody sends them again or discards them. */
export const createRefusedEventStore = (deps: { collections: Collections }): RefusedEventStore => {
  const rows = deps.collections.of<RefusedEventDoc>(refusedEventSchema);
  const idOf = (tenant: string, { feed, event }: { feed: string; event: string }): string =>
    keyOf(tenant, hashId('refused', feed, event));
  return guarded<RefusedEventStore>({
    put: async ({ tenant, events }) => {
      if (events.length === 0) return;
      await rows.bulkWrite(
        events.map((event) => ({
          updateOne: {
            filter: { _id: idOf(tenant, event) },
            update: { $set: { ...event, tenant, overAt: new Date() } },
            upsert: true,
          },
        })),
        { ordered: false },
      );
    },
    oldest: async ({ tenant, feed, limit }) => {
      const docs = await rows.find({ tenant, feed }).sort({ at: 1, _id: 1 }).limit(limit).toArray();
      return docs.map(toRow);
    },
    count: ({ tenant, feed }) => rows.countDocuments({ tenant, feed }),
    remove: async ({ tenant, feed, events }) => {
      const named = events === undefined ? {} : { event: { $in: [...events] } };
      const { deletedCount } = await rows.deleteMany({ tenant, feed, ...named });
      return deletedCount;
    },
  });
};
