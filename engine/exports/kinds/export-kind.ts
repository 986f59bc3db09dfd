import type { Json, JsonObject } from '../../../domain/json.ts';

/** One row of an export: as an object, and as the texts of its cells by column. Columns without a value are left out. */
export type ExportRow = { readonly object: JsonObject; readonly cells: ReadonlyMap<string, string> };

/** What is exported: its columns, in the order of the file, and its rows, read page by page. */
export type ExportKind = {
  readonly columns: readonly string[];
  readonly rows: AsyncGenerator<ExportRow>;
};

/** A value as the text of a cell: texts as they are, lists and objects as JSON. */
export const cellOf = (value: Json): string =>
  typeof value === 'string'
    ? value
    : value === null
      ? ''
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value);

/** A row of an object whose fields are its columns. */
export const rowOf = (object: JsonObject): ExportRow => ({
  object,
  cells: new Map(Object.entries(object).map(([name, value]) => [name, cellOf(value)])),
});
