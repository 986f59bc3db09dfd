import type { Part } from '../../domain/warehouse/parts.ts';
import type { Cell, TableShape } from '../../domain/warehouse/shape.ts';

type OfTable = { readonly tenant: string; readonly table: string };

/** What the files of the warehouse are made of. Instants are of the tenant's time. */
export type WarehouseReads = {
  readonly tables: readonly TableShape[];
  /** When the first row came to be; undefined without rows. */
  readonly earliest: (input: OfTable) => Promise<number | undefined>;
  /** The rows of a part. */
  readonly rows: (input: OfTable & { part: Part }) => AsyncIterable<readonly Cell[]>;
  /** Ids that events name which were received since then, some at a time, by what they name. */
  readonly touched: (input: {
    tenant: string;
    since: number;
  }) => AsyncIterable<ReadonlyMap<string, ReadonlySet<string>>>;
  /** When the documents of a table with these ids came to be; none for a table whose documents no event names so. */
  readonly births: (
    input: OfTable & { touched: ReadonlyMap<string, ReadonlySet<string>> },
  ) => Promise<readonly number[]>;
  /** Which of these profiles there are. */
  readonly profilesAmong: (input: { tenant: string; ids: readonly string[] }) => Promise<ReadonlySet<string>>;
};
