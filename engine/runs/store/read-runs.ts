import type { mongo } from 'mongoose';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { RunReads } from '../reads-port.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import type { RunView } from '../../../api/ports/views.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type RunDoc, runSchema } from './run-schema.ts';
import { behind, keyAt, newestFirst } from '../../../platform/mongo/paging.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';
import { areFewRanges } from '../../../platform/mongo/ranges.ts';

type RunsQuery = Parameters<RunReads['runs']>[0];

const order = ['enteredAt', '_id'] as const;

const toView = (doc: RunDoc): RunView => ({
  id: doc.id,
  journey: doc.journey,
  version: doc.version,
  profileId: doc.profileId,
  entryKey: doc.entryKey,
  occasion: doc.occasion,
  enteredAt: doc.enteredAt,
  status: doc.status,
  step: doc.step,
  hears: doc.hears,
  parked: doc.parked,
  state: { frozen: doc.state.frozen },
  ...(doc.endedAt === undefined ? {} : { endedAt: doc.endedAt }),
  ...(doc.outcome === undefined ? {} : { outcome: doc.outcome }),
  ...(doc.wakeAt === undefined ? {} : { wakeAt: doc.wakeAt }),
  ...(doc.convertedAt === undefined ? {} : { convertedAt: doc.convertedAt }),
  ...(doc.goalValue === undefined ? {} : { goalValue: doc.goalValue }),
});

/** What a run says of a person stays in the database. */
const withoutFacts = { projection: { entry: 0, 'state.steps': 0, 'state.seen': 0 } } as const;

/** Runs for people to look at. */
export const createRunReads = (deps: { collections: Collections }): RunReads => {
  const runs = deps.collections.of<RunDoc>(runSchema);

  /** Where the index of a list starts: at a person, at journeys and a status, or at all that came in. */
  const anchor = async (query: RunsQuery): Promise<mongo.Filter<RunDoc>> => {
    const { tenant, journey, profileId, status } = query;
    if (profileId !== undefined) {
      return {
        tenant,
        profileId,
        ...(journey === undefined ? {} : { journey }),
        ...(status === undefined ? {} : { status }),
      };
    }
    if (journey !== undefined) return { tenant, journey, status: status ?? { $in: ['active', 'ended'] } };
    if (status === undefined) return { tenant };
    // Those under way may be few among very many that ended.
    const journeys = await runs.distinct('journey', { tenant }, longRead);
    return { tenant, status, ...(areFewRanges(journeys, 1) ? { journey: { $in: journeys } } : {}) };
  };

  return guarded<RunReads>({
    runs: async (query) => {
      const { tenant, version, outcome, step, after, limit } = query;
      const values = after === undefined ? undefined : [after.at, keyAt({ tenant, after })];
      const docs = await runs
        .find(
          {
            ...(await anchor(query)),
            ...(version === undefined ? {} : { version }),
            ...(outcome === undefined ? {} : { outcome }),
            ...(step === undefined ? {} : { step }),
            ...behind({ order, values }),
          },
          withoutFacts,
        )
        .sort(newestFirst(order))
        .limit(limit)
        .toArray();
      return docs.map(toView);
    },
    run: async ({ tenant, id }) => {
      const doc = await runs.findOne({ _id: keyOf(tenant, id) }, withoutFacts);
      return doc === null ? undefined : toView(doc);
    },
  });
};
