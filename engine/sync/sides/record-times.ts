import type { RecordRow, RecordStore } from '../../records/ports.ts';

/** When a field of a record last changed, epoch milliseconds; undefined when nobody knows any more. */
export type FieldTimes = (record: string, field: string) => number | undefined;

/** Reads when fields of records last changed, from their history and what is yet to be told of them. */
export const readFieldTimes = async (input: {
  readonly records: Pick<RecordStore, 'pathsOf'>;
  readonly tenant: string;
  readonly rows: readonly RecordRow[];
  readonly fields: readonly string[];
}): Promise<FieldTimes> => {
  const { records, tenant, rows, fields } = input;
  const times = new Map<string, number>();
  const keyOf = (record: string, field: string): string => JSON.stringify([record, field]);
  const note = (record: string, field: string, at: number): void => {
    const key = keyOf(record, field);
    times.set(key, Math.max(times.get(key) ?? at, at));
  };
  const ids = rows.map(({ id }) => id);
  const lines = ids.length === 0 ? [] : await records.pathsOf({ tenant, ids, fields });
  for (const { record, at, changes } of lines) for (const { field } of changes) note(record, field, at);
  for (const { id, notes } of rows)
    for (const { at, changes } of notes) for (const { field } of changes) note(id, field, at);
  return (record, field) => times.get(keyOf(record, field));
};
