import type { Connection, mongo } from 'mongoose';

import type { Job, JobProgress, JobStore, TakenJob } from '../../activities/ports/jobs.ts';
import { duplicateIndex } from '../errors.ts';
import { guarded } from '../guarded.ts';
import { keyOf } from '../keys.ts';
import { behind, newestFirst } from '../reads/paging.ts';
import { driverOf } from '../schemas/define.ts';
import { type JobDoc, jobSchema } from '../schemas/job.ts';
import { type Leasing, takeDue } from '../take-due.ts';

type Jobs = mongo.Collection<JobDoc>;

const toJob = (doc: JobDoc): Job => {
  const { _id, due: _due, lease: _lease, ...job } = doc;
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
    $set: { ...fields, ...(due === undefined ? {} : { due }) },
    $inc: { done, passed, failed },
    ...(troubles.length === 0 ? {} : { $push: { troubles: { $each: [...troubles], $slice: 20 } } }),
    ...(due === undefined ? { $unset: { due: 1, lease: 1 } } : {}),
  };
};

/** Operations on many people, with how far they have come. */
export const createJobStore = (deps: { connection: Connection }): JobStore => {
  const jobs = driverOf<JobDoc>({ connection: deps.connection, schema: jobSchema });

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
        if (duplicateIndex(thrown) === undefined) throw thrown;
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
    takeDue: async ({ wall, lease, limit }) => {
      const docs = await takeDue({ leasing: leasingOf(jobs), wall, until: lease, limit });
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
      const update = { $set: { state: 'cancelled', endedAt: at }, $unset: { due: 1, lease: 1 } } as const;
      const changed = await change({ tenant, id, update });
      return changed === 'changed' ? 'cancelled' : changed;
    },
    setRate: ({ tenant, id, rate }) => change({ tenant, id, update: { $set: { rate } } }),
  });
};
