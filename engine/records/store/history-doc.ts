import { keyOf } from '../../../platform/mongo/keys.ts';
import type { HistoryRow } from '../ports.ts';

/** What became of a record at one revision. `_id` is tenant, record id and revision. */
export type HistoryDoc = HistoryRow & { readonly _id: string };

/** The document of a line of history: the same however often it is kept. */
export const toHistoryDoc = (row: HistoryRow): HistoryDoc => ({
  ...row,
  _id: keyOf(row.tenant, `${row.record}:${row.revision}`),
});
