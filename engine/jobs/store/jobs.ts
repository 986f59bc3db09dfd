import type { mongo } from 'mongoose';

import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import type { Job, JobProgress, JobStore, TakenJob } from '../ports.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { behind, newestFirst } from '../../../platform/mongo/paging.ts';
import { type JobDoc, jobSchema } from './job-schema.ts';
import { type Leasing, takeDue } from '../../../platform/mongo/take-due.ts';

type Jobs = Collection<JobDoc>;

const toJob = (doc: JobDoc): Job => {
  const { _id, due: _due, lease: _lease, overAt: _overAt, ...job } = doc;
  return job;
};

const toTaken = (doc: JobDoc): TakenJob => ({ ...toJob(doc), lease: doc.lease ?? '' });

const leasingOf = (jobs: Jobs): Leasing<JobDoc> => ({
  due: ({ upTo, limit }) =>
    jobs
      .find({ due: { $lte: upTo } }, { projection: { _id: 1 } })
      .sort({ due: 1 })
      .limit(limit)
      .toArray(),
  lease: ({ ids, upTo, until, token }) =>
    jobs.updateMany({ _id: { $in: ids }, due: { $lte: upTo } }, { $set: { due: until, lease: token } }),
  leased: ({ ids, token }) => jobs.find({ _id: { $in: ids }, lease: token }).toArray(),
});

const order = ['createdAt', '_id'] as const;

const isUnderWay = { $in: ['queued', 'running'] as const };

/** How far it has come, as one write: the counts, the place and the lease can never disagree. */
const updateOf = (input: { progress: JobProgress; due: number | undefined }): mongo.UpdateFilter<JobDoc> => {
  const { done = 0, passed = 0, failed = 0, troubles = [], ...fields } = input.progress;
  const { due } = input;
  return {
    $set: { ...fields, ...(due === undefined ? { overAt: new Date() } : { due }) },
    $inc: { done, passed, failed },
    ...(troubles.length === 0 ? {} : { $push: { troubles: { $each: [...troubles], $slice: 20 } } }),
    ...(due === undefined ? { $unset: { due: 1, lease: 1 } } : {}),
  };
};

const cancelledAt = (at: number): mongo.UpdateFilter<JobDoc> => ({
  $set: { state: 'cancelled', endedAt: at, overAt: new Date() },
  $unset: { due: 1, lease: 1 },
});

/** Operations on many people, with how far they have come. */
export const createJobStore = (deps: { collections: Collections }): JobStore => {
  const jobs = deps.collections.of<JobDoc>(jobSchema);

  /** Changes a job that is under way. */
  const change = async (input: {
    tenant: string;
    id: string;
    update: mongo.UpdateFilter<JobDoc>;
  }): Promise<'changed' | 'over' | 'not-found'> => {
    const _id = keyOf(input.tenant, input.id);
    const { matchedCount } = await jobs.updateOne({ _id, state: isUnderWay }, input.update);
    if (matchedCount === 1) return 'changed';
    return (await jobs.findOne({ _id }, { projection: { _id: 1 } })) === null ? 'not-found' : 'over';
  };

  return guarded<JobStore>({
    add: async ({ job, due }) => {
      try {
        await jobs.insertOne({ ...job, _id: keyOf(job.tenant, job.id), due });
        return 'added';
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
        return 'exists';
      }
    },
    get: async ({ tenant, id }) => {
      const doc = await jobs.findOne({ _id: keyOf(tenant, id) });
      return doc === null ? undefined : toJob(doc);
    },
    list: async ({ tenant, journey, state, limit, after }) => {
      const values = after === undefined ? undefined : [after.at, keyOf(tenant, after.id)];
      const docs = await jobs
        .find({
          tenant,
          ...(journey === undefined ? {} : { journey }),
          ...(state === undefined ? {} : { state }),
          ...behind({ order, values }),
        })
        .sort(newestFirst(order))
        .limit(limit)
        .toArray();
      return docs.map(toJob);
    },
    takeDue: async ({ systemTime, lease, limit }) => {
      const docs = await takeDue({ leasing: leasingOf(jobs), systemTime, until: lease, limit });
      return docs.map(toTaken);
    },
    progress: async ({ job, progress, due }) => {
      const doc = await jobs.findOneAndUpdate(
        { _id: keyOf(job.tenant, job.id), lease: job.lease, state: isUnderWay },
        updateOf({ progress, due }),
        { returnDocument: 'after' },
      );
      return doc === null ? undefined : toTaken(doc);
    },
    cancel: async ({ tenant, id, at }) => {
      const changed = await change({ tenant, id, update: cancelledAt(at) });
      return changed === 'changed' ? 'cancelled' : changed;
    },
    setRate: ({ tenant, id, rate }) => change({ tenant, id, update: { $set: { rate } } }),
  });
};
