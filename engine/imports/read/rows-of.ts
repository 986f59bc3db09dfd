import { isJsonObject, type Json, own } from '../../../domain/json.ts';
import type { Problem } from '../../../domain/problem.ts';
import type { MappedColumn } from '../../../domain/transfer/columns.ts';
import { unguardCell } from '../../../domain/transfer/guard-cell.ts';
import type { Cell, Row } from '../../../domain/transfer/row.ts';
import type { FileRow } from './read-rows.ts';

/** A row that is imported, or one that cannot be, with the text of it. */
export type PlacedRow =
  | { readonly ok: true; readonly row: Row; readonly source: readonly Json[] }
  | {
      readonly ok: false;
      readonly line: number;
      readonly problems: readonly Problem[];
      readonly source: readonly Json[];
    };

const ofCells = (input: {
  line: number;
  cells: readonly string[];
  columns: readonly MappedColumn[];
}): PlacedRow => {
  const { line, cells, columns } = input;
  if (cells.slice(columns.length).some((cell) => cell !== '')) {
    const message = `The row has ${cells.length} cells; the heading has ${columns.length}.`;
    const hint = 'Put quotes around cells in which the separator stands.';
    const problem = { code: 'too-many-cells', path: '', message, hint, severity: 'error' } as const;
    return { ok: false, line, problems: [problem], source: cells };
  }
  const placed = columns.flatMap(({ to }, index): [string, Cell][] => {
    const text = unguardCell(cells[index] ?? '');
    return to === null ? [] : [[to, { text }]];
  });
  return { ok: true, row: { line, cells: new Map(placed) }, source: cells };
};

/** An item of a feed. What stands in it once more is a list for the column that holds several, else the first counts. */
const ofFields = (input: {
  line: number;
  fields: ReadonlyMap<string, readonly string[]>;
  placeOf: (name: string) => string | null;
}): PlacedRow => {
  const { line, fields, placeOf } = input;
  const values = new Map<string, Json>();
  for (const [name, texts] of fields) {
    const to = placeOf(name);
    const [first = ''] = texts;
    if (to !== null && !values.has(to)) values.set(to, to === 'categories' ? [...texts] : first);
  }
  const cells = new Map([...values].map(([to, json]): [string, Cell] => [to, { json }]));
  return { ok: true, row: { line, cells }, source: [Object.fromEntries(values)] };
};

/** A row of a file with its values where they go. Of an object, what stands in `nested` counts as if it stood beside it. */
export const placeRow = (input: {
  row: FileRow;
  columns: readonly MappedColumn[];
  nested?: string | undefined;
  /** Of an object: what is passed over. */
  passed: ReadonlySet<string>;
  /** Of an item of a feed: where a field goes. */
  placeOf: (name: string) => string | null;
}): PlacedRow => {
  const { columns, nested, passed } = input;
  const { line, row } = input.row;
  if (row.kind === 'broken') return { ok: false, line, problems: row.problems, source: [row.text] };
  if (row.kind === 'cells') return ofCells({ line, cells: row.cells, columns });
  if (row.kind === 'fields') return ofFields({ line, fields: row.fields, placeOf: input.placeOf });
  const { value } = row;
  const inner = nested === undefined ? undefined : own(value, nested);
  const outer = Object.entries(value);
  const all = isJsonObject(inner)
    ? [...outer.filter(([key]) => key !== nested), ...Object.entries(inner)]
    : outer;
  const cells = all.flatMap(([key, json]): [string, Cell][] =>
    key.startsWith('_') || passed.has(key) ? [] : [[key, { json }]],
  );
  return { ok: true, row: { line, cells: new Map(cells) }, source: [value] };
};
