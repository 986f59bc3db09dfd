import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { StandingReads } from '../reads-port.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import type { StandingView } from '../../../api/ports/views.ts';
import { standKey } from './run-doc.ts';
import { type RunDoc, runSchema } from './run-schema.ts';
import { behind, keyAt, newestFirst } from '../../../platform/mongo/paging.ts';

/** In the fields of the index of who stands where. */
const order = ['stands.since', '_id'] as const;

const toView = (doc: RunDoc): StandingView => ({
  run: doc.id,
  journey: doc.journey,
  version: doc.version,
  profileId: doc.profileId,
  entryKey: doc.entryKey,
  step: doc.step ?? '',
  visit: doc.state.visit,
  since: doc.stands?.since ?? doc.state.since,
  ...(doc.wakeAt === undefined ? {} : { until: doc.wakeAt }),
  ...(doc.state.frozen === null ? {} : { frozenAt: doc.state.frozen.at }),
});

/** Who stands on a step. */
export const createStandingReads = (deps: { collections: Collections }): StandingReads => {
  const runs = deps.collections.of<RunDoc>(runSchema);
  return guarded<StandingReads>({
    standing: async ({ tenant, journey, step, after, limit }) => {
      const values = after === undefined ? undefined : [after.at, keyAt({ tenant, after })];
      const docs = await runs
        .find(
          { 'stands.at': standKey({ tenant, journey, step }), ...behind({ order, values }) },
          { projection: { entry: 0, 'state.steps': 0, 'state.seen': 0 } },
        )
        .sort(newestFirst(order))
        .limit(limit)
        .toArray();
      return docs.map(toView);
    },
  });
};
