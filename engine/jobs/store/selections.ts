import type { mongo } from 'mongoose';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { SelectionStore, RunFilter, RunGlimpse, RunPlace, Standing } from '../ports.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type RunDoc, runSchema } from '../../runs/store/run-schema.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';

const frozenFilters = {
  yes: { 'state.frozen': { $ne: null } },
  no: { 'state.frozen': null },
  journey: { 'state.frozen.journey': true },
} as const;

const versionOf = ({ version, otherThan }: RunFilter): mongo.Document => {
  if (version !== undefined) return { version };
  return otherThan === undefined ? {} : { version: { $ne: otherThan } };
};

/** The time of entry alone, which the index of lists starts from, then the place within an instant. */
const placeOf = (input: {
  tenant: string;
  filter: RunFilter;
  after: RunPlace | undefined;
}): mongo.Document => {
  const { tenant, filter, after } = input;
  const from = Math.max(filter.enteredFrom ?? 0, after?.enteredAt ?? 0);
  const before = filter.enteredBefore === undefined ? {} : { $lt: filter.enteredBefore };
  const behind =
    after === undefined
      ? {}
      : {
          $or: [
            { enteredAt: { $gt: after.enteredAt } },
            { enteredAt: after.enteredAt, _id: { $gt: keyOf(tenant, after.id) } },
          ],
        };
  return { enteredAt: { $gte: from, ...before }, ...behind };
};

const matchOf = (input: { tenant: string; filter: RunFilter; after?: RunPlace }): mongo.Document => {
  const { tenant, filter, after } = input;
  return {
    tenant,
    journey: filter.journey,
    status: 'active',
    ...placeOf({ tenant, filter, after }),
    ...versionOf(filter),
    ...(filter.notBoundFor === undefined ? {} : { 'state.moveTo.version': { $ne: filter.notBoundFor } }),
    ...(filter.step === undefined ? {} : { step: filter.step }),
    ...(filter.frozen === undefined ? {} : frozenFilters[filter.frozen]),
  };
};

const glimpsed = {
  projection: {
    id: 1,
    profileId: 1,
    version: 1,
    step: 1,
    enteredAt: 1,
    'state.visits': 1,
    'state.frozen': 1,
  },
} as const;

const toGlimpse = (doc: RunDoc): RunGlimpse => ({
  id: doc.id,
  profileId: doc.profileId,
  version: doc.version,
  step: doc.step,
  enteredAt: doc.enteredAt,
  isFrozen: doc.state.frozen !== null,
  visits: doc.state.visits,
});

type Group = {
  readonly _id: { readonly version: number; readonly step?: string | null };
  readonly runs: number;
  readonly frozen: number;
};

const standingStages = [
  {
    $group: {
      _id: { version: '$version', step: '$step' },
      runs: { $sum: 1 },
      frozen: { $sum: { $cond: [{ $gt: ['$state.frozen.at', null] }, 1, 0] } },
    },
  },
  { $sort: { '_id.version': 1, '_id.step': 1 } },
];

/** The runs of a journey that are under way, page by page, and how many stand where. */
export const createSelectionStore = (deps: { collections: Collections }): SelectionStore => {
  const runs = deps.collections.of<RunDoc>(runSchema);
  return guarded<SelectionStore>({
    page: async ({ limit, ...input }) => {
      const docs = await runs
        .find(matchOf(input), glimpsed)
        .sort({ enteredAt: 1, _id: 1 })
        .limit(limit)
        .toArray();
      return docs.map(toGlimpse);
    },
    standing: async (input) => {
      const groups = await runs
        .aggregate<Group>([{ $match: matchOf(input) }, ...standingStages], longRead)
        .toArray();
      return groups.map(({ _id, runs: count, frozen }): Standing => ({
        version: _id.version,
        step: _id.step ?? null,
        runs: count,
        frozen,
      }));
    },
  });
};
