import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { HistoryDoc } from './history-doc.ts';
import { historyRows } from './record-people.ts';

export const historySchema = defineSchema<HistoryDoc>({
  collection: 'recordHistory',
  sharding: byId,
  person: historyRows,
  fields: {
    tenant: String,
    record: String,
    kind: String,
    revision: Number,
    at: Number,
    by: anyJson,
    act: String,
    changes: anyJson,
  },
  indexes: [{ name: 'record', key: { tenant: 1, record: 1, revision: 1 } }],
});
