import type { Counted } from '../../../domain/records/plan-change.ts';
import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import type { CountRecords } from '../count-port.ts';
import { type RecordDoc, recordSchema, shelfOf } from './record-schema.ts';

type Filter = Parameters<Collection<RecordDoc>['countDocuments']>[0];

/** More are "100,000 or more": a publication does not wait for the exact number. */
const most = 100_000;

const filterOf = (count: Counted): Filter => {
  switch (count.of) {
    case 'all':
      return {};
    case 'with':
      return { [`data.${count.field}`]: { $exists: true } };
    case 'without':
      return { [`data.${count.field}`]: { $exists: false } };
    case 'values':
      return { [`data.${count.field}`]: { $in: [...count.values] } };
    case 'stage':
      return { stage: count.stage };
  }
};

/** Counts records of a kind that an effect of a publication concerns, up to 100,000. */
export const createCountRecords = (deps: { collections: Collections }): CountRecords => {
  const records = deps.collections.of<RecordDoc>(recordSchema);
  return guarded<CountRecords>({
    count: ({ tenant, kind, count }) =>
      records.countDocuments(
        { tenant, shelf: shelfOf({ kind, isDeleted: false }), ...filterOf(count) },
        { limit: most, maxTimeMS: 10_000 },
      ),
  });
};
