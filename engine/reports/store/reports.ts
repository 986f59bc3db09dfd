import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { behind, keyAt, newestFirst } from '../../../platform/mongo/paging.ts';
import type { ReportRow, ReportStore } from '../ports.ts';
import { type ReportDoc, reportSchema } from './report-schema.ts';

const order = ['createdAt', '_id'] as const;

const toRow = ({ _id, leasedUntil: _until, token: _token, ...row }: ReportDoc): ReportRow => row;

/** Adds a report that is not there yet. */
const addOnce = async (reports: Collection<ReportDoc>, doc: ReportDoc): Promise<void> => {
  try {
    await reports.insertOne(doc);
  } catch (thrown) {
    if (!isDuplicate(thrown)) throw thrown;
  }
};

/** The reports of all tenants. */
export const createReportStore = (deps: { collections: Collections }): ReportStore => {
  const reports = deps.collections.of<ReportDoc>(reportSchema);
  const idOf = (named: { tenant: string; id: string }): string => keyOf(named.tenant, named.id);
  return guarded<ReportStore>({
    add: (report) => addOnce(reports, { ...report, _id: idOf(report), leasedUntil: 0 }),
    get: async (named) => {
      const doc = await reports.findOne({ _id: idOf(named) });
      return doc === null ? undefined : toRow(doc);
    },
    list: async ({ tenant, after, limit }) => {
      const values = after === undefined ? undefined : [after.at, keyAt({ tenant, after })];
      const docs = await reports
        .find({ tenant, ...behind({ order, values }) })
        .sort(newestFirst(order))
        .limit(limit)
        .toArray();
      return docs.map(toRow);
    },
    change: async ({ settings, slot, ...named }) => {
      // A round that is under way loses its token, so that it notes nothing of the former settings.
      const doc = await reports.findOneAndUpdate(
        { _id: idOf(named) },
        {
          $set: { ...settings, slot, due: slot, attempts: 0, sent: [], leasedUntil: 0 },
          $unset: { token: 1 },
        },
        { returnDocument: 'after' },
      );
      return doc === null ? undefined : toRow(doc);
    },
    remove: async (named) => (await reports.deleteOne({ _id: idOf(named) })).deletedCount === 1,
    take: async ({ tenant, upTo, systemTime, lease, token }) => {
      const doc = await reports.findOneAndUpdate(
        { tenant, due: { $lte: upTo }, leasedUntil: { $lte: systemTime } },
        { $set: { leasedUntil: lease, token } },
        { returnDocument: 'after' },
      );
      return doc === null ? undefined : toRow(doc);
    },
    noteSent: async ({ token, user, ...named }) => {
      const noted = await reports.updateOne({ _id: idOf(named), token }, { $addToSet: { sent: user } });
      return noted.matchedCount === 1;
    },
    put: async ({ tenant, id, token, last, ...state }) => {
      await reports.updateOne(
        { _id: idOf({ tenant, id }), token },
        {
          $set: { ...state, ...(last === undefined ? {} : { last }), leasedUntil: 0 },
          $unset: { token: 1 },
        },
      );
    },
    next: async (tenant) => {
      const [doc] = await reports.find({ tenant }).sort({ due: 1 }).limit(1).toArray();
      return doc?.due;
    },
  });
};
