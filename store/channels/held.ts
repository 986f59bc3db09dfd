import type { Connection } from 'mongoose';

import type { HeldStore } from '../../activities/ports/channels.ts';
import { guarded } from '../guarded.ts';
import { heldKey, toRun } from '../runs/run-doc.ts';
import { driverOf } from '../schemas/define.ts';
import { type RunDoc, runSchema } from '../schemas/run.ts';

/** Runs that wait for a channel; a run is in this index for as long as it does, so nobody keeps a list of them. */
export const createHeldStore = (deps: { connection: Connection }): HeldStore => {
  const runs = driverOf<RunDoc>({ connection: deps.connection, schema: runSchema });
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
      runs.countDocuments({ 'held.of': heldKey({ tenant, channel }) }, { limit }),
  });
};
