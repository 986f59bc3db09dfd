import type { HistoryDoc } from '../../../records/store/history-doc.ts';
import { historySchema } from '../../../records/store/history-schema.ts';
import { defineTable } from '../define-table.ts';

type Row = { readonly doc: HistoryDoc; readonly from?: string; readonly to?: string };

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The ways of records through their stages. */
export const stageChangesTable = defineTable<HistoryDoc, Row>({
  name: 'stage_changes',
  about: 'A record came to a stage.',
  grain: 'whole',
  schema: historySchema,
  rows: (doc) =>
    doc.changes.flatMap(({ field, from, to }): Row[] => {
      const [before, after] = [textOf(from), textOf(to)];
      if (field !== 'stage') return [];
      return [
        {
          doc,
          ...(before === undefined ? {} : { from: before }),
          ...(after === undefined ? {} : { to: after }),
        },
      ];
    }),
  columns: {
    record_id: { type: 'text', about: 'The record.', of: ({ doc }) => doc.record },
    kind: { type: 'text', about: 'The object it is of.', of: ({ doc }) => doc.kind },
    revision: { type: 'integer', about: 'The revision of the record.', of: ({ doc }) => doc.revision },
    changed_at: { type: 'time', about: 'When.', of: ({ doc }) => doc.at },
    from_stage: { type: 'text', about: 'The stage before; absent for a new record.', of: ({ from }) => from },
    to_stage: { type: 'text', about: 'The stage since.', of: ({ to }) => to },
  },
});
