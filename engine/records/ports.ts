import type { Actor, CrmRecord, FieldChange, RecordEvent } from '../../domain/records/record.ts';

/** A link from one record to another, with what the other is to it (`partner`, `duplicate of`). */
export type RecordLink = { readonly kind: string; readonly id: string; readonly role: string };

export const recordActs = [
  'created',
  'changed',
  'deleted',
  'restored',
  'linked',
  'merged',
  'erased',
  'reworked',
  'purged',
] as const;
export type RecordAct = (typeof recordActs)[number];

/** What is to be told of one revision of a record: a line of its history, and events about its person. */
export type RecordNote = {
  readonly revision: number;
  /** The tenant's time, epoch milliseconds. */
  readonly at: number;
  readonly by: Actor;
  readonly act: RecordAct;
  readonly changes: readonly FieldChange[];
  readonly events: readonly RecordEvent[];
  /** Whom the record is about from then on, and so its events. */
  readonly person?: string | undefined;
  /** Whom it was about until then, where that is somebody else. */
  readonly formerly?: string | undefined;
  /** Journeys whose filter it came to fit. */
  readonly fits?: readonly string[] | undefined;
  /** Its events are recorded and start nothing: it came by an import. */
  readonly isQuiet?: true | undefined;
};

/** One line of the history of a record. */
export type HistoryRow = Omit<RecordNote, 'events' | 'person' | 'formerly' | 'fits' | 'isQuiet'> & {
  readonly tenant: string;
  readonly record: string;
  readonly kind: string;
};

/** A unique value that a record has, and the attempt that claimed it. */
export type HeldClaim = { readonly name: string; readonly by: string };

/** A record as it is stored. */
export type RecordRow = CrmRecord & {
  readonly links: readonly RecordLink[];
  /** What of its last changes is yet to be told; since when, in real time. */
  readonly notes: readonly (RecordNote & { readonly since: number })[];
  readonly claims: readonly HeldClaim[];
  /** The rules its index was made by. */
  readonly shape: string;
  /** Ids of the last changes that are made once, no matter who repeats them. */
  readonly applied?: readonly string[] | undefined;
};

/** What a record is found by; worked out from its data and the definition of its kind (`index-record.ts`). */
export type RecordIndex = {
  /** The values of its fields, by their path. */
  readonly attrs: readonly { readonly k: string; readonly v: string | number | boolean }[];
  /** The sort keys of sortable fields, in the order of the definition. */
  readonly sorts: readonly string[];
  /** Which fields those are. */
  readonly sortedBy: readonly string[];
  /** Words, addresses, persons and links, each with a letter for what it is. */
  readonly finds: readonly string[];
  /** Names of the fields that are cleared when the person is erased, that of the person among them. */
  readonly personal: readonly string[];
  /** Unique values, as names of claims, by field. */
  readonly uniques: readonly { readonly field: string; readonly name: string }[];
  /** Names the rules the index was made by. */
  readonly shape: string;
  /** Where it stands in the work queue (`workKey`), of one that is work. */
  readonly work?: string | undefined;
};

/** What is written: the record at its new revision, its index, and what is to be told of the change. */
export type RecordWrite = {
  readonly record: CrmRecord & { readonly links: readonly RecordLink[] };
  readonly index: RecordIndex;
  readonly note: RecordNote;
  /** The id of a change that is made once. */
  readonly once?: string | undefined;
};

/** `conflict`: somebody else wrote meanwhile, or made a record of this id; `taken`: another record has a unique value. */
export type Written =
  | { readonly kind: 'written' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'taken'; readonly field: string };

type Key = { readonly tenant: string; readonly id: string };

/** Where a page goes on: the value it is sorted by of the last record of the page before, and its id. */
export type ListPlace = { readonly value: string; readonly id: string };

export type ListQuery = {
  readonly tenant: string;
  readonly kind: string;
  readonly isDeleted: boolean;
  /** What is asked, by `list-filter.ts`; all of the kind by default. */
  readonly filter?:
    | {
        readonly exact: Readonly<Record<string, unknown>>;
        readonly guides: readonly Readonly<Record<string, unknown>>[];
      }
    | undefined;
  readonly sort: {
    readonly by: 'createdAt' | 'updatedAt' | 'sort1' | 'sort2' | 'sort3' | 'sort4';
    readonly order: 1 | -1;
  };
  readonly after?: ListPlace | undefined;
  readonly limit: number;
};

/** Records of all kinds. */
export type RecordStore = {
  /** Also of a record that was deleted. */
  readonly get: (input: Key) => Promise<RecordRow | undefined>;
  readonly many: (input: {
    readonly tenant: string;
    readonly ids: readonly string[];
  }) => Promise<readonly RecordRow[]>;
  readonly create: (write: RecordWrite) => Promise<Written>;
  /** Records, also deleted ones, whose index was made by other rules than those; at most `limit`. */
  readonly outdated: (input: {
    readonly tenant: string;
    readonly kind: string;
    readonly shape: string;
    readonly limit: number;
  }) => Promise<readonly RecordRow[]>;
  /** Makes new records, each as `create` does, in few requests. `conflict` also where a unique value is not free: ask `create`. */
  readonly createMany: (writes: readonly RecordWrite[]) => Promise<readonly Written[]>;
  /** Which records have these unique values, by the names of the claims; values that nobody has are left out. */
  readonly holdersOf: (input: {
    readonly tenant: string;
    readonly names: readonly string[];
  }) => Promise<ReadonlyMap<string, RecordRow>>;
  /** Writes the next revision of a record, if it still stands as it was read. */
  readonly replace: (write: RecordWrite & { readonly before: RecordRow }) => Promise<Written>;
  /** Keeps lines of history; those that are there stay as they are. */
  readonly keepHistory: (rows: readonly HistoryRow[]) => Promise<void>;
  /** Forgets what was told. */
  readonly clearNotes: (
    input: Key & { readonly revisions: readonly number[]; readonly revision: number },
  ) => Promise<void>;
  /** Forgets what was told of records that are new and stand as they were made. */
  readonly clearNew: (input: { readonly tenant: string; readonly ids: readonly string[] }) => Promise<void>;
  /** Records with something to be told since that real time or longer. */
  readonly untold: (input: {
    readonly upTo: number;
    readonly limit: number;
  }) => Promise<readonly RecordRow[]>;
  /** Ids of records of a tenant with a clock that has something to say by `upTo` (epoch milliseconds), the first first. */
  readonly due: (input: {
    readonly tenant: string;
    readonly upTo: number;
    readonly limit: number;
  }) => Promise<readonly { readonly id: string; readonly kind: string; readonly at: number }[]>;
  /** Forgets that a record has something to say, as long as it stands as it was read. */
  readonly forgetDue: (input: Key & { readonly at: number }) => Promise<void>;
  /** Lines of history, the newest first, of revisions before `before`. */
  readonly history: (
    input: Key & { readonly before?: number | undefined; readonly limit: number },
  ) => Promise<readonly HistoryRow[]>;
  /** What became of some fields of records (`stage` among them), as lines of their history, the oldest first. */
  readonly pathsOf: (input: {
    readonly tenant: string;
    readonly ids: readonly string[];
    readonly fields: readonly string[];
  }) => Promise<readonly Pick<HistoryRow, 'record' | 'revision' | 'at' | 'changes'>[]>;
  /** A page of records with, for each, the value it is sorted by. */
  readonly list: (
    query: ListQuery,
  ) => Promise<readonly { readonly row: RecordRow; readonly place: ListPlace }[]>;
  /** Records that are there and have a find with each of the beginnings, or one of their alternatives; at most `limit`. */
  readonly found: (input: {
    readonly tenant: string;
    /** The first is looked up on the index, so it is the one that fewest have. */
    readonly begins: readonly (readonly string[])[];
    readonly kinds?: readonly string[] | undefined;
    readonly limit: number;
  }) => Promise<readonly RecordRow[]>;
};

/** Removes what records hold in a field that there is no more; goes on after the record `next`, as long as there is one. */
export type PurgeField = (input: {
  readonly tenant: string;
  readonly kind: string;
  readonly field: string;
  readonly after?: string | undefined;
  readonly limit: number;
}) => Promise<{ readonly purged: number; readonly next?: string }>;
