import type { JsonObject } from '../../../domain/json.ts';
import type { RunningProvider, Scenario } from '../subject.ts';

/** A record as it stands at a provider. */
export type KeptRecord = { readonly id: string; readonly fields: JsonObject };

/** A running stand-in for a system whose records are kept the same on both sides, and somebody who works in it. */
export type RunningSyncProvider = RunningProvider & {
  /** Somebody makes a record; answers its id. */
  readonly add: (fields: JsonObject) => string;
  readonly change: (id: string, fields: JsonObject) => void;
  readonly remove: (id: string) => void;
  /** What is there; not what was deleted. */
  readonly all: () => readonly KeptRecord[];
  /** Time passes on its clock, in milliseconds; it begins at `testNow`. */
  readonly pass: (ms: number) => void;
};

/** What the kit needs to know of a kind of records to check it. */
export type SyncSubject = {
  /** Started once for each check; two records a page show most. */
  readonly start: () => Promise<RunningSyncProvider>;
  /** The scenarios it can play. */
  readonly plays: readonly Scenario[];
  /** The field by which records are found and told apart, and one more that holds a text. */
  readonly key: string;
  readonly text: string;
  /** Fields that every record has to have there. */
  readonly needs?: JsonObject;
  /** Whether a second record with the same key is refused there. */
  readonly isUnique: boolean;
  /** How long after a deletion it is told of at the latest, in milliseconds; undefined when it never is. */
  readonly tellsDeleted?: number;
  /** Fields that the provider refuses, if there are any that it does. */
  readonly wrong?: JsonObject;
};
