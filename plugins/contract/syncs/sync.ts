import type { JsonObject } from '../../../domain/json.ts';
import type { ActionContext } from '../context.ts';
import type { Failure } from '../actions/outcome.ts';
import type { Cursor } from '../inbound/poll.ts';

/** A record of the other system. */
export type SyncRow = {
  readonly id: string;
  /** The fields that were asked for, as far as it has them; without a value: null, or left out. */
  readonly fields: JsonObject;
  /** When it was last changed, on the clock of the other system; epoch milliseconds. */
  readonly updatedAt?: number;
  /** The same of single fields, where that is known. */
  readonly fieldTimes?: Readonly<Record<string, number>>;
  readonly deleted?: boolean;
  /** Ids of records that were merged into this one. */
  readonly mergedFrom?: readonly string[];
};

/** A page of what changed. */
export type SyncPage =
  | {
      readonly kind: 'done';
      readonly rows: readonly SyncRow[];
      /** Where the next page goes on, also after a crash. A record may come twice, and must not be missed. */
      readonly cursor: Cursor;
      readonly more?: boolean;
      /** What the clock of the other system says, epoch milliseconds: its times are read by it. */
      readonly clock?: number | undefined;
    }
  | Failure;

export type SyncFound = { readonly kind: 'done'; readonly rows: readonly SyncRow[] } | Failure;

/**
 * What came of one row of a write. `gone`: there is no such record; `taken`: there is another one with the value by which records are told
 * apart, and which it is, if that is known. `row` is how the record stands now, where the answer says it.
 */
export type SyncResult =
  | { readonly kind: 'done'; readonly id: string; readonly row?: SyncRow | undefined }
  | { readonly kind: 'gone' }
  | { readonly kind: 'taken'; readonly id?: string | undefined }
  | { readonly kind: 'rejected' | 'retry'; readonly code: string; readonly message: string };

/** One result for each row that was given, in their order; or what went wrong with the call as a whole. */
export type SyncWritten = { readonly kind: 'done'; readonly results: readonly SyncResult[] } | Failure;

/** What the functions of a sync run with. `failure` counts every call as safe to repeat: the engine looks before it creates. */
export type SyncContext<Config, Resource> = Omit<ActionContext<Config, Resource>, 'idempotencyKey'>;

/**
 * A kind of record that can be kept the same on both sides. Every function may be called again after an unclear end; before `create` the engine
 * asks `find`.
 */
export type SyncObject<Config, Resource> = {
  readonly title: string;
  /** How many rows a write takes at most. */
  readonly batch: number;
  /** How long a call may take, in milliseconds; 60,000 by default. */
  readonly timeoutMs?: number;
  /** What changed since the cursor, also what was deleted; from the beginning without one. */
  readonly changed: (
    ctx: SyncContext<Config, Resource>,
    input: { readonly cursor: Cursor | undefined; readonly fields: readonly string[] },
  ) => Promise<SyncPage>;
  /** Records by their ids; those that there are not are left out. */
  readonly read: (
    ctx: SyncContext<Config, Resource>,
    input: { readonly ids: readonly string[]; readonly fields: readonly string[] },
  ) => Promise<SyncFound>;
  /** Records that have one of the values in a field; it sees what was written just now. */
  readonly find: (
    ctx: SyncContext<Config, Resource>,
    input: { readonly field: string; readonly values: readonly string[]; readonly fields: readonly string[] },
  ) => Promise<SyncFound>;
  readonly create: (
    ctx: SyncContext<Config, Resource>,
    input: { readonly rows: readonly { readonly fields: JsonObject }[] },
  ) => Promise<SyncWritten>;
  readonly update: (
    ctx: SyncContext<Config, Resource>,
    input: { readonly rows: readonly { readonly id: string; readonly fields: JsonObject }[] },
  ) => Promise<SyncWritten>;
  /** Deletes or archives; what is gone already counts as done. */
  readonly remove: (
    ctx: SyncContext<Config, Resource>,
    input: { readonly ids: readonly string[] },
  ) => Promise<SyncWritten>;
};

/** What a write or a read of a sync is asked for. */
export type SyncAsk =
  | { readonly op: 'changed'; readonly cursor: Cursor | undefined; readonly fields: readonly string[] }
  | { readonly op: 'read'; readonly ids: readonly string[]; readonly fields: readonly string[] }
  | {
      readonly op: 'find';
      readonly field: string;
      readonly values: readonly string[];
      readonly fields: readonly string[];
    }
  | { readonly op: 'create'; readonly rows: readonly { readonly fields: JsonObject }[] }
  | { readonly op: 'update'; readonly rows: readonly { readonly id: string; readonly fields: JsonObject }[] }
  | { readonly op: 'remove'; readonly ids: readonly string[] };
