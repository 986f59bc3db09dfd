import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { EntryJob, EntryJobStore } from '../ports.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type EntryJobDoc, entryJobSchema } from './entry-schema.ts';

const toDoc = (job: EntryJob): EntryJobDoc => ({ ...job, _id: keyOf(job.tenant, job.name) });

const toJob = (doc: EntryJobDoc): EntryJob => {
  const { _id, ...job } = doc;
  return job;
};

/** Work that enters many people: a few rows a tenant, each written only by who saw it last. */
export const createEntryJobStore = (deps: { collections: Collections }): EntryJobStore => {
  const jobs = deps.collections.of<EntryJobDoc>(entryJobSchema);
  return guarded<EntryJobStore>({
    of: async (tenant) => (await jobs.find({ tenant }).toArray()).map(toJob),
    add: async (job) => {
      try {
        await jobs.insertOne(toDoc(job));
        return 'added';
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
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
