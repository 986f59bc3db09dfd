import type { mongo } from 'mongoose';

import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { behind, newestFirst } from '../../../platform/mongo/paging.ts';
import { type Leasing, takeDue } from '../../../platform/mongo/take-due.ts';
import type { DryRunLine, DryRunProgress, DryRunStore, KeptDryRun } from '../kept/kept-port.ts';
import { type KeptDoc, keptDryRunSchema } from './kept-schema.ts';

const toKept = (doc: KeptDoc): KeptDryRun => {
  const { _id, due: _due, lease: _lease, overAt: _overAt, ...dryRun } = doc;
  return dryRun;
};

const leasingOf = (dryRuns: Collection<KeptDoc>): Leasing<KeptDoc> => ({
  due: ({ upTo, limit }) =>
    dryRuns
      .find({ due: { $lte: upTo } }, { projection: { _id: 1 } })
      .sort({ due: 1 })
      .limit(limit)
      .toArray(),
  lease: ({ ids, upTo, until, token }) =>
    dryRuns.updateMany({ _id: { $in: ids }, due: { $lte: upTo } }, { $set: { due: until, lease: token } }),
  leased: ({ ids, token }) => dryRuns.find({ _id: { $in: ids }, lease: token }).toArray(),
});

const order = ['createdAt', '_id'] as const;
const isUnderWay = { $in: ['queued', 'running'] as const };
const whole = { definition: 0, counted: 0, told: 0, after: 0 } as const;

/** How far it has come, as one write: the figures, the place and the lease can never disagree. */
const updateOf = (input: {
  progress: DryRunProgress;
  due: number | undefined;
}): mongo.UpdateFilter<KeptDoc> => {
  const { told = [], ...fields } = input.progress;
  const { due } = input;
  return {
    $set: { ...fields, ...(due === undefined ? { overAt: new Date() } : { due }) },
    ...(told.length === 0 ? {} : { $push: { told: { $each: [...told] } } }),
    ...(due === undefined ? { $unset: { due: 1, lease: 1, after: 1 } } : {}),
  };
};

const createReads = (dryRuns: Collection<KeptDoc>): Pick<DryRunStore, 'get' | 'list' | 'countUnderWay'> => ({
  get: async ({ tenant, id }) => {
    const doc = await dryRuns.findOne({ _id: keyOf(tenant, id) });
    return doc === null ? undefined : toKept(doc);
  },
  list: async ({ tenant, journey, state, limit, after }) => {
    const values = after === undefined ? undefined : [after.at, keyOf(tenant, after.id)];
    const docs = await dryRuns
      .find(
        {
          tenant,
          ...(journey === undefined ? {} : { journey }),
          ...(state === undefined ? {} : { state }),
          ...behind({ order, values }),
        },
        { projection: whole },
      )
      .sort(newestFirst(order))
      .limit(limit)
      .toArray();
    return docs.map((doc): DryRunLine => toKept(doc));
  },
  countUnderWay: ({ tenant }) => dryRuns.countDocuments({ tenant, state: isUnderWay }),
});

/** Dry runs that go on by themselves, with what they came to. */
export const createDryRunStore = (deps: { collections: Collections }): DryRunStore => {
  const dryRuns = deps.collections.of<KeptDoc>(keptDryRunSchema);
  return guarded<DryRunStore>({
    ...createReads(dryRuns),
    add: async ({ dryRun, due }) => {
      try {
        await dryRuns.insertOne({ ...dryRun, _id: keyOf(dryRun.tenant, dryRun.id), due });
        return 'added';
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
        return 'exists';
      }
    },
    takeDue: async ({ systemTime, lease }) => {
      const [doc] = await takeDue({ leasing: leasingOf(dryRuns), systemTime, until: lease, limit: 1 });
      return doc === undefined ? undefined : { ...toKept(doc), lease: doc.lease ?? '' };
    },
    progress: async ({ dryRun, progress, due }) => {
      const { matchedCount } = await dryRuns.updateOne(
        { _id: keyOf(dryRun.tenant, dryRun.id), lease: dryRun.lease, state: isUnderWay },
        updateOf({ progress, due }),
      );
      return matchedCount === 1;
    },
    cancel: async ({ tenant, id, at }) => {
      const _id = keyOf(tenant, id);
      const { matchedCount } = await dryRuns.updateOne(
        { _id, state: isUnderWay },
        {
          $set: { state: 'cancelled', endedAt: at, overAt: new Date() },
          $unset: { due: 1, lease: 1, after: 1 },
        },
      );
      if (matchedCount === 1) return 'cancelled';
      return (await dryRuns.findOne({ _id }, { projection: { _id: 1 } })) === null ? 'not-found' : 'over';
    },
  });
};
