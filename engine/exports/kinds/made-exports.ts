import type { OrderStore } from '../../people/ports.ts';
import type { ExportKind } from './export-kind.ts';
import type { PeopleReads } from './people.ts';

/** What exports about people are made of. */
export type ExportMeans = {
  readonly reads: PeopleReads;
  readonly orders: Pick<OrderStore, 'of'>;
  readonly tenant: string;
  readonly segment: string | undefined;
  /** The name of the events, where only those of one name are asked for. */
  readonly name: string | undefined;
  /** The columns of a CSV file; the usual ones by default. */
  readonly columns: readonly string[] | undefined;
};

/** Makes one export. */
export type MakeExport = (means: ExportMeans) => ExportKind;
