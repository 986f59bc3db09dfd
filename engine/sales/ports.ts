import type { DealSum } from '../../domain/sales/pipeline.ts';
import type { ListFilter } from '../records/lists/list-filter.ts';
import type { RecordRow } from '../records/ports.ts';
import type { Conversion } from './convert-options.ts';

/** The object whose records are deals. */
export const dealKind = 'deal';

/** What a report sees of the record of a deal; of its data there are the amount and the expected day only. */
export type DealRow = Pick<
  RecordRow,
  | 'id'
  | 'tenant'
  | 'kind'
  | 'revision'
  | 'data'
  | 'stage'
  | 'stageAt'
  | 'owner'
  | 'team'
  | 'createdAt'
  | 'updatedAt'
  | 'notes'
>;

/** Deals that are there, for reports. */
export type DealReads = {
  /** All that fit, in groups that count alike. `today` is a local day. */
  readonly sums: (input: {
    readonly tenant: string;
    readonly filter: ListFilter;
    readonly today: string;
  }) => Promise<readonly DealSum[]>;
  /** Those that fit, the newest first; at most `limit`. */
  readonly newest: (input: {
    readonly tenant: string;
    readonly filter: ListFilter;
    readonly limit: number;
  }) => Promise<readonly DealRow[]>;
};

/** Conversions under way, so that one that a crash cut off is finished. Times are real time, epoch milliseconds. */
export type ConversionStore = {
  /** Notes a conversion before its first act; one of the same record that is under way stays as it was begun, and is answered. */
  readonly begin: (input: { conversion: Conversion; due: number }) => Promise<Conversion>;
  /** Forgets it, since it is done, or cannot be done. */
  readonly end: (input: { readonly tenant: string; readonly id: string }) => Promise<void>;
  /** Takes one that is due; until `due` nobody else does. `tries` is how often that was done. */
  readonly take: (input: {
    now: number;
    due: number;
  }) => Promise<{ readonly conversion: Conversion; readonly tries: number } | undefined>;
};
