import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { idIn, keyOf } from '../../../platform/mongo/keys.ts';
import { nameOf, type SnoozeStore } from '../ports.ts';
import { type SnoozeDoc, snoozeSchema } from './snooze-schema.ts';

/** Until when items are out of the work queue. */
export const createSnoozeStore = (deps: { collections: Collections }): SnoozeStore => {
  const snoozes = deps.collections.of<SnoozeDoc>(snoozeSchema);
  return guarded<SnoozeStore>({
    set: async ({ tenant, type, id, until }) => {
      const _id = keyOf(tenant, nameOf({ type, id }));
      if (until === null) await snoozes.deleteOne({ _id });
      else await snoozes.updateOne({ _id }, { $set: { until } }, { upsert: true });
    },
    of: async ({ tenant, items }) => {
      if (items.length === 0) return new Map();
      const ids = items.map((item) => keyOf(tenant, nameOf(item)));
      const docs = await snoozes.find({ _id: { $in: ids } }).toArray();
      return new Map(docs.map(({ _id, until }) => [idIn(_id, tenant), until]));
    },
  });
};
