import type { Connection } from 'mongoose';

import type { EntryJob, EntryJobStore } from '../../activities/ports/entries.ts';
import { duplicateIndex } from '../errors.ts';
import { guarded } from '../guarded.ts';
import { keyOf } from '../keys.ts';
import { driverOf } from '../schemas/define.ts';
import { type EntryJobDoc, entryJobSchema } from '../schemas/entry.ts';

const toDoc = (job: EntryJob): EntryJobDoc => ({ ...job, _id: keyOf(job.tenant, job.name) });

const toJob = (doc: EntryJobDoc): EntryJob => {
  const { _id, ...job } = doc;
  return job;
};

/** Work that enters many people: a few rows a tenant, each written only by who saw it last. */
export const createEntryJobStore = (deps: { connection: Connection }): EntryJobStore => {
  const jobs = driverOf<EntryJobDoc>({ connection: deps.connection, schema: entryJobSchema });
  return guarded<EntryJobStore>({
    of: async (tenant) => (await jobs.find({ tenant }).toArray()).map(toJob),
    add: async (job) => {
      try {
        await jobs.insertOne(toDoc(job));
        return 'added';
      } catch (thrown) {
        if (duplicateIndex(thrown) === undefined) throw thrown;
        return 'exists';
      }
    },
    save: async ({ job, rev }) => {
      const doc = toDoc({ ...job, rev: rev + 1 });
      const { matchedCount } = await jobs.replaceOne({ _id: doc._id, rev }, doc);
      return matchedCount === 1 ? 'saved' : 'conflict';
    },
    remove: async ({ tenant, name, rev }) => {
      await jobs.deleteOne({ _id: keyOf(tenant, name), rev });
    },
  });
};
