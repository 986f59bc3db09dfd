import type { Connection } from 'mongoose';

import type { Reads } from '../../api/ports/reads.ts';
import type { StandingView } from '../../api/ports/views.ts';
import { standKey } from '../runs/run-doc.ts';
import { driverOf } from '../schemas/define.ts';
import { type RunDoc, runSchema } from '../schemas/run.ts';
import { behind, keyAt, newestFirst } from './paging.ts';

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
export const createStandingReads = (deps: { connection: Connection }): Pick<Reads, 'standing'> => {
  const runs = driverOf<RunDoc>({ connection: deps.connection, schema: runSchema });
  return {
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
  };
};
