import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { HeldStore } from '../ports.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { heldKey, toRun } from '../../runs/store/run-doc.ts';
import { type RunDoc, runSchema } from '../../runs/store/run-schema.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';

/** Runs that wait for a channel; a run is in this index for as long as it does, so nobody keeps a list of them. */
export const createHeldStore = (deps: { collections: Collections }): HeldStore => {
  const runs = deps.collections.of<RunDoc>(runSchema);
  return guarded<HeldStore>({
    page: async ({ tenant, channel, after, limit }) => {
      const behind = after === undefined ? {} : { 'held.id': { $gt: after } };
      const docs = await runs
        .find({ 'held.of': heldKey({ tenant, channel }), ...behind })
        .sort({ 'held.of': 1, 'held.id': 1 })
        .limit(limit)
        .toArray();
      return docs.map(toRun);
    },
    count: ({ tenant, channel, limit }) =>
      runs.countDocuments({ 'held.of': heldKey({ tenant, channel }) }, { ...longRead, limit }),
  });
};
