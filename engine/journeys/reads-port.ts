import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import type { FunnelCounts, JourneyDetail, JourneyView } from '../../api/ports/views.ts';

/** How many runs journeys have, by version; those held out took no part. */
export type RunCounts = readonly {
  readonly journey: string;
  readonly version: number;
  readonly entered: number;
  readonly active: number;
  readonly converted: number;
}[];

/** Published journeys, and those that were. Every query names its tenant; lists are newest first, by the time and the tie-breaks named at each, and strictly behind `after`. */
export type JourneyReads = {
  /** Counts the runs of all journeys, or of one. It goes over all of them. */
  readonly runCounts: (input: { tenant: string; key?: string }) => Promise<RunCounts>;
  /** The journeys as they are published, with these counts. */
  readonly journeys: (input: { tenant: string; counts: RunCounts }) => Promise<readonly JourneyView[]>;
  /** The journey as it is published, with these counts; undefined when there is none. */
  readonly journey: (input: {
    tenant: string;
    key: string;
    counts: RunCounts;
  }) => Promise<JourneyDetail | undefined>;
  /** The definition of a version, also one no longer published. */
  readonly definition: (input: {
    tenant: string;
    key: string;
    version: number;
  }) => Promise<JourneyDefinition | undefined>;
  /** Published journeys that send a message. */
  readonly senders: (input: {
    tenant: string;
    message: string;
  }) => Promise<readonly { readonly key: string; readonly definition: JourneyDefinition }[]>;
};

/** What became of those who entered a journey. Every query names its tenant; lists are newest first, by the time and the tie-breaks named at each, and strictly behind `after`. */
export type FunnelReads = {
  /**
   * Of all versions unless one is named, and of all times unless a period is (epoch milliseconds, `to` not included): then runs are those
   * that began in it, and steps say what was done on them in it; who stands where is always so now.
   */
  readonly funnel: (input: {
    tenant: string;
    key: string;
    version?: number;
    from?: number;
    to?: number;
  }) => Promise<FunnelCounts>;
};
