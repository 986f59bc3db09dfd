import type { Problem } from '../../../domain/problem.ts';
import type { ColumnsOfKind } from '../../../domain/transfer/columns.ts';
import type { Row } from '../../../domain/transfer/row.ts';
import type { Import, ImportOptions } from '../ports.ts';

/** What came of one row, or would come of it. */
export type RowOutcome =
  | { readonly kind: 'created' | 'changed' | 'unchanged' }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/** One page of rows, in the order of the file. */
export type Page = {
  readonly imported: Import;
  readonly rows: readonly Row[];
  /** A process may have done the page before. */
  readonly isRepeat: boolean;
};

/** What can be imported: its columns, and what is done with a page of rows. One file each. */
export type ImportKind = {
  readonly columns: ColumnsOfKind;
  /** Of NDJSON: the field whose fields count as if they stood beside it. */
  readonly nested?: string | undefined;
  /** Whether it comes as a feed in XML as well. */
  readonly isFeed?: true;
  /** What is wrong with the options for this kind. */
  readonly checkOptions?: ((options: ImportOptions) => readonly Problem[]) | undefined;
  /** What came of each row. May be repeated: no row is done twice. With `imported.isDryRun` it only looks. */
  readonly work: (page: Page) => Promise<readonly RowOutcome[]>;
};

/** A row that is not imported. */
export const refusedOutcome = (problems: readonly Problem[]): RowOutcome => ({ kind: 'refused', problems });
