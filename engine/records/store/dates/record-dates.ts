import type { Collections } from '../../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../../platform/mongo/errors.ts';
import { guarded } from '../../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../../platform/mongo/keys.ts';
import type { RecordDates, RecordDateStore } from '../../dates/ports.ts';
import { type DateDoc, type DatePlanDoc, recordDatePlanSchema, recordDateSchema } from './date-schema.ts';

const toDates = ({ _id, ...dates }: DateDoc): RecordDates => dates;

/** Makes the store of the dates of records at which journeys start. */
export const createRecordDateStore = (deps: { collections: Collections }): RecordDateStore => {
  const rows = deps.collections.of<DateDoc>(recordDateSchema);
  const plans = deps.collections.of<DatePlanDoc>(recordDatePlanSchema);
  return guarded<RecordDateStore>({
    get: async ({ tenant, record }) => {
      const doc = await rows.findOne({ _id: keyOf(tenant, record) });
      return doc === null ? undefined : toDates(doc);
    },
    save: async ({ tenant, kind, record, revision, dates }) => {
      const _id = keyOf(tenant, record);
      const olderOrSame = { _id, revision: { $lte: revision } };
      if (dates.length === 0) {
        await rows.deleteOne(olderOrSame);
        return;
      }
      const at = Math.min(...dates.map((one) => one.at));
      const set = { tenant, kind, record, revision, dates, at };
      try {
        await rows.updateOne(olderOrSame, { $set: set }, { upsert: true });
      } catch (thrown) {
        // Those of a later revision are there.
        if (!isDuplicate(thrown)) throw thrown;
      }
    },
    due: async ({ tenant, upTo, limit }) => {
      const docs = await rows
        .find({ tenant, at: { $lte: upTo } })
        .sort({ at: 1 })
        .limit(limit)
        .toArray();
      return docs.map(toDates);
    },
    planOf: async ({ tenant, kind }) => {
      const doc = await plans.findOne({ _id: keyOf(tenant, kind) });
      if (doc === null) return undefined;
      const { _id, ...plan } = doc;
      return plan;
    },
    savePlan: async ({ tenant, kind, plan }) => {
      const { after, ...rest } = plan;
      await plans.updateOne(
        { _id: keyOf(tenant, kind) },
        after === undefined ? { $set: rest, $unset: { after: 1 } } : { $set: { ...rest, after } },
        { upsert: true },
      );
    },
  });
};
