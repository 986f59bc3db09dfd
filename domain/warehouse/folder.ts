import type { Manifest, PartState } from './manifest.ts';
import type { Cell, ColumnType, TableShape } from './shape.ts';

/** Bound values of a query, by the name that stands behind `$`. */
export type Parameters = Readonly<Record<string, string | number | boolean | null>>;

/** A value that a query gives. Instants and days are text of ISO 8601, whole numbers beyond 2^53 text. */
export type Value = string | number | boolean | null;

export type QueryAnswer = {
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  readonly rows: readonly (readonly Value[])[];
  /** There are more rows than were asked for. */
  readonly isCut: boolean;
};

/** The rows of a part, and what becomes of the manifest when they are written. */
export type PartToWrite = {
  readonly tenant: string;
  readonly table: TableShape;
  readonly part: string;
  readonly rows: AsyncIterable<readonly Cell[]>;
  readonly readAt: number;
  /** Parts this one takes the place of. */
  readonly replaces: (names: readonly string[]) => readonly string[];
  readonly change: (manifest: Manifest) => Manifest;
};

/**
 * The folder that holds the files of the warehouse. Changes of a tenant come one after the other, also those of other
 * processes that share the folder.
 */
export type WarehouseFolder = {
  readonly manifest: (tenant: string) => Promise<Manifest>;
  /** Changes what the manifest says besides its files. */
  readonly change: (input: { tenant: string; change: (manifest: Manifest) => Manifest }) => Promise<Manifest>;
  /** Writes the rows of a part, unless the file that is there holds the same. */
  readonly write: (input: PartToWrite) => Promise<PartState & { readonly isNew: boolean }>;
  /** Removes the rows of persons from every file that holds some; how many rows those were. */
  readonly forget: (input: { tenant: string; profileIds: readonly string[] }) => Promise<number>;
  /**
   * Answers one SELECT over the tables of a tenant, read-only: nothing else can be read or reached from it. Throws
   * `invalid-input` for what is no SELECT or cannot be understood, `timeout` for what takes too long.
   */
  readonly query: (input: {
    tenant: string;
    tables: readonly TableShape[];
    sql: string;
    parameters?: Parameters;
    limit: number;
  }) => Promise<QueryAnswer>;
  /** Files that are missing, cannot be read, hold another number of rows than noted, or that nobody knows. */
  readonly check: (input: { tenant: string; tables: readonly TableShape[] }) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
};
