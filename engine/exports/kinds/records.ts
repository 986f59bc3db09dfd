import { type Json, type JsonObject, own, toJson } from '../../../domain/json.ts';
import { typeOfField } from '../../../domain/objects/fields.ts';
import type { ReadyObject } from '../../../domain/objects/ready-object.ts';
import { withoutPersonal } from '../../../domain/records/personal-values.ts';
import type { ListPlace, ListQuery, RecordRow, RecordStore } from '../../records/ports.ts';
import { personalFields } from '../../records/personal-fields.ts';
import { cellOf, type ExportKind, type ExportRow } from './export-kind.ts';

const pageRows = 200;

const iso = (at: number): string => new Date(at).toISOString();

const ownValues = (row: RecordRow): JsonObject => {
  const { id, stage, owner, team, createdAt, updatedAt } = row;
  const given = { stage, owner, team };
  const there = Object.entries(given).flatMap(([name, value]): [string, Json][] =>
    value === undefined ? [] : [[name, value]],
  );
  return {
    id,
    ...Object.fromEntries(there),
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
  };
};

const rowIn = (object: ReadyObject, row: RecordRow, seesPersonal: boolean): ExportRow => {
  const { fields } = object.definition;
  const data = seesPersonal ? row.data : withoutPersonal({ object, data: row.data });
  const around = ownValues(row);
  const cells = Object.entries(data).flatMap(([key, value]): [string, string][] => {
    const field = own(fields, key);
    if (field === undefined || value === null) return [];
    return [[key, typeOfField(field, object.types).text({ field, value })]];
  });
  // A field that has the name of something every record has counts before it, as in an import.
  const others = Object.entries(around).map(([name, value]): [string, string] => [name, cellOf(value)]);
  return { object: { ...around, data: toJson(data) }, cells: new Map([...others, ...cells]) };
};

async function* rowsOf(input: {
  records: Pick<RecordStore, 'list'>;
  tenant: string;
  object: ReadyObject;
  seesPersonal: boolean;
  filter: ListQuery['filter'];
}): AsyncGenerator<ExportRow> {
  const { records, tenant, object, seesPersonal, filter } = input;
  const kind = object.definition.key;
  let after: ListPlace | undefined;
  for (;;) {
    const page = await records.list({
      tenant,
      kind,
      isDeleted: false,
      filter,
      sort: { by: 'createdAt', order: 1 },
      after,
      limit: pageRows,
    });
    for (const { row } of page) yield rowIn(object, row, seesPersonal);
    after = page.at(-1)?.place;
    if (page.length < pageRows) return;
  }
}

/** Records of one object, the oldest first; personal fields only where they may be seen. */
export const recordsExport = (input: Parameters<typeof rowsOf>[0]): ExportKind => {
  const { object, seesPersonal } = input;
  const { fields, stages } = object.definition;
  const personal = seesPersonal ? new Set<string>() : personalFields(object);
  const keys = Object.keys(fields).filter((key) => !personal.has(key));
  const around = ['id', ...(stages === undefined ? [] : ['stage']), 'owner', 'team'];
  return {
    columns: [
      ...around.filter((name) => !Object.hasOwn(fields, name)),
      ...keys,
      ...['createdAt', 'updatedAt'].filter((name) => !Object.hasOwn(fields, name)),
    ],
    rows: rowsOf(input),
  };
};
