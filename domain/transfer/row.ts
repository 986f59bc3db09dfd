import type { Json } from '../json.ts';

/** One value of a row: the text of a cell, or a value of JSON. */
export type Cell = { readonly text: string } | { readonly json: Json };

/** One row of a file: its line, from 1, and its values by where they go. Values that are not there are left out. */
export type Row = { readonly line: number; readonly cells: ReadonlyMap<string, Cell> };

/** A value as JSON; the text of a cell as it stands. */
export const jsonOf = (cell: Cell): Json => ('text' in cell ? cell.text : cell.json);
