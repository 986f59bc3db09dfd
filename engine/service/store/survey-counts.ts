import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { type RecordDoc, recordSchema, shelfOf } from '../../records/store/record-schema.ts';
import type { SurveyCountStore } from '../survey-counts-port.ts';

const maxTimeMS = 10_000;
const shelf = shelfOf({ kind: 'survey-response', isDeleted: false });

/** Counts answers to surveys on the index of attributes. */
export const createSurveyCountStore = (deps: { collections: Collections }): SurveyCountStore => {
  const records = deps.collections.of<RecordDoc>(recordSchema);
  return guarded<SurveyCountStore>({
    counts: async ({ tenant, survey, from, until }) => {
      const made = {
        ...(from === undefined ? {} : { $gte: new Date(from).toISOString() }),
        ...(until === undefined ? {} : { $lt: new Date(until).toISOString() }),
      };
      const match = {
        tenant,
        shelf,
        attrs: { $elemMatch: { k: 'survey', v: survey } },
        ...(Object.keys(made).length === 0 ? {} : { createdAt: made }),
      };
      const rows = await records
        .aggregate<{ _id: unknown; count: number }>(
          [{ $match: match }, { $group: { _id: '$data.score', count: { $sum: 1 } } }],
          { maxTimeMS },
        )
        .toArray();
      const scores = rows.flatMap(({ _id: score, count }) =>
        typeof score === 'number' ? [{ score, count }] : [],
      );
      const all = rows.reduce((sum, { count }) => sum + count, 0);
      const scored = scores.reduce((sum, { count }) => sum + count, 0);
      return { scores: scores.toSorted((a, b) => a.score - b.score), withoutScore: all - scored };
    },
  });
};
