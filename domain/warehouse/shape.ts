/** What a column holds. `time` is an instant: epoch milliseconds in cells, a timestamp in UTC in the files. */
export const columnTypes = ['text', 'integer', 'number', 'time', 'boolean'] as const;
export type ColumnType = (typeof columnTypes)[number];

/** One value of a row; undefined where there is none. */
export type Cell = string | number | boolean | undefined;

export type Column = {
  readonly name: string;
  readonly type: ColumnType;
  /** What it holds, with its unit, for docs/warehouse.md. */
  readonly about: string;
  /** It names a profile: an erasure removes the row, and after a merge readers see the profile that stayed. */
  readonly isPerson?: true;
  /** The trait that it shows; it stays empty where the workspace marks that as personal. */
  readonly trait?: string;
};

/** How the rows of a table are cut into files: by when they came to be, or all in one. */
export const grains = ['day', 'month', 'whole'] as const;
export type Grain = (typeof grains)[number];

/** A table of the warehouse, as its readers see it. */
export type TableShape = {
  readonly name: string;
  /** What one row is. */
  readonly about: string;
  readonly grain: Grain;
  readonly columns: readonly Column[];
};

/** Names the columns of a table: files of other columns are written again. */
export const signatureOf = ({ columns }: TableShape): string =>
  columns.map(({ name, type }) => `${name}:${type}`).join(',');
