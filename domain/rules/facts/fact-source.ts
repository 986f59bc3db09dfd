import type { Conditions } from '../condition-shape.ts';

/** What a question about past events asks of a store. Instants in epoch milliseconds. */
export type EventsQuery = {
  readonly name: string;
  /** Only events later than this, itself not counted. */
  readonly since?: number;
  /** Only events up to this instant, itself counted: a day after `now`, as far as clocks may differ. */
  readonly until: number;
  /** Conditions on each event, over the fact `event` only. */
  readonly where?: Conditions;
  /** The same made ready, for stores that look at each event; takes the fact `event`. */
  readonly holds?: (event: unknown) => Promise<boolean>;
  /** The number of each event to sum up, a plain path such as `$.properties.revenue`. */
  readonly sumPath?: string;
  /** The zone in which dates without a time are read. */
  readonly zone: string;
};

/** What a question about the records of a person asks of a store. Deleted records do not count. */
export type RecordsQuery = {
  /** The key of their object. */
  readonly kind: string;
  /** Conditions on each record, over the fact `record` only. */
  readonly where?: Conditions;
  /** The same made ready, for stores that look at each record; takes the fact `record`, with its instants as texts. */
  readonly holds?: (record: unknown) => Promise<boolean>;
  /** The number of each record to sum up, a plain path such as `$.amount.minor`. */
  readonly sumPath?: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The zone in which dates without a time are read. */
  readonly zone: string;
};

/** How far ahead of ours a clock may be: an event that seems to come within this time counts as happened. */
export const clockTolerance = 86_400_000;

/** The answer: null for what there is none of. `first` and `last` are epoch milliseconds; records have none. */
export type EventsSummary = {
  readonly count: number;
  readonly sum: number;
  readonly average: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly first: number | null;
  readonly last: number | null;
};

/** The answer when nothing matches. */
export const noEvents: EventsSummary = {
  count: 0,
  sum: 0,
  average: null,
  min: null,
  max: null,
  first: null,
  last: null,
};

/**
 * The facts of one decision about one person, as plain JSON values. A fact that is not there is left out. Open, so that a language with a further fact
 * says what it brings: `declare module '.../fact-source.ts' { interface FactSource { weather?: unknown } }`.
 */
export interface FactSource {
  /** Epoch milliseconds. */
  readonly now: number;
  /** An IANA zone: dates without a time and calendar durations are read in it. */
  readonly zone: string;
  readonly profile: unknown;
  readonly event?: unknown;
  readonly entry?: unknown;
  readonly run?: unknown;
  readonly steps?: unknown;
  /** A record of an object, as `recordFact` shows it. */
  readonly record?: unknown;
  /** The item at hand, inside conditions on the items of a list. */
  readonly item?: unknown;
  /** Keys of the segments the person is in. */
  readonly segments: readonly string[];
  /** When the run began (epoch milliseconds), for `since: "entry"`. */
  readonly enteredAt?: number;
  /** Asked once per decision and question, and only if the answer can still matter. */
  events(query: EventsQuery): Promise<EventsSummary>;
  /** As `events`; left out where no person is at hand, so that nothing can ask for their records. */
  records?(query: RecordsQuery): Promise<EventsSummary>;
}
