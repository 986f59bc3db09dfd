import type { Json } from '../../domain/json.ts';
import type { Problem } from '../../domain/problem.ts';
import type { MappedColumn } from '../../domain/transfer/columns.ts';
import type { Dialect, ImportFormat } from '../../domain/transfer/dialect.ts';
import type { TextState } from '../../domain/transfer/receive-text.ts';
import type { FilePlace } from './read/read-rows.ts';

export const importStates = [
  'uploading',
  'queued',
  'running',
  'paused',
  'checked',
  'done',
  'failed',
  'cancelled',
] as const;
export type ImportState = (typeof importStates)[number];

/** How a file is imported. */
export type ImportOptions = {
  readonly format?: ImportFormat | undefined;
  readonly delimiter?: string | undefined;
  /** Where columns go, by heading; null leaves one out. */
  readonly mapping: Readonly<Record<string, string | null>>;
  /** Of records: the unique field by which a row finds the record it changes. */
  readonly key?: string | undefined;
  /** What a cell without text means for what is there: it stays, or it is removed. */
  readonly emptyCells: 'keep' | 'clear';
  /** What is imported starts journeys and rules, as if it happened now; by default it is only recorded. */
  readonly fires: boolean;
};

/** What came of the rows. */
export type ImportCounts = {
  readonly rows: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
};

/** One row of which an import tells: without its values, which are in the file of refused rows. */
export type ImportExample = {
  readonly line: number;
  readonly outcome: 'created' | 'changed' | 'refused';
  readonly problems: readonly Problem[];
};

/** One import: a file that comes in parts, and the job that carries it out. */
export type Import = {
  readonly id: string;
  readonly tenant: string;
  readonly kind: string;
  readonly options: ImportOptions;
  /** The key that made it. */
  readonly by: string;
  readonly state: ImportState;
  /** It only looks what would come of the rows. */
  readonly isDryRun: boolean;
  readonly parts: number;
  /** Bytes that were sent, and of the text as UTF-8. */
  readonly bytes: number;
  readonly size: number;
  readonly text: TextState;
  readonly dialect?: Dialect;
  readonly columns?: readonly MappedColumn[];
  /** Where the next page begins. */
  readonly place: FilePlace;
  /** A process began with the page; so the process that takes over repeats one that may have been done. */
  readonly isBegun: boolean;
  readonly counts: ImportCounts;
  readonly examples: readonly ImportExample[];
  /** Why it failed. */
  readonly failure?: string;
  readonly attempts: number;
  /** On the tenant's clock: what rows say nothing of happened then. */
  readonly createdAt: number;
  readonly endedAt?: number;
};

/** An import in the hands of a process. */
export type TakenImport = Import & { readonly lease: string };

/** A row that was refused, as it stood in the file. */
export type RefusedRow = {
  readonly line: number;
  readonly reason: string;
  readonly source: readonly Json[];
};

export type ImportProgress = Partial<
  Pick<Import, 'isBegun' | 'place' | 'attempts' | 'failure' | 'endedAt'>
> & {
  readonly state?: 'running' | 'queued' | 'checked' | 'done' | 'failed' | undefined;
  /** Counted up by so many. */
  readonly counts?: ImportCounts | undefined;
  readonly examples?: readonly ImportExample[] | undefined;
};

/** A part of a file: its text, and how many bytes of text stand before it and in it. */
export type FilePart = { readonly from: number; readonly size: number; readonly text: string };

type Key = { readonly tenant: string; readonly id: string };

export type ImportStore = {
  readonly add: (imported: Import) => Promise<'added' | 'exists'>;
  readonly get: (key: Key) => Promise<Import | undefined>;
  /** Newest first, by `createdAt`, then `id`; strictly behind `after`. */
  readonly list: (input: {
    tenant: string;
    limit: number;
    kind?: string | undefined;
    state?: ImportState | undefined;
    after?: { readonly at: number; readonly id: string } | undefined;
  }) => Promise<readonly Import[]>;
  /** Keeps one part of a file; `conflict` when it is not the next one. */
  readonly addPart: (
    input: Key & { n: number; text: string; size: number; bytes: number; state: TextState },
  ) => Promise<'added' | 'conflict'>;
  /** The part of a file in which a byte of its text stands. */
  readonly partAt: (input: Key & { offset: number }) => Promise<FilePart | undefined>;
  /** Changes an import that is in one of these states; takes it away from the process that has it. */
  readonly change: (
    input: Key & {
      from: readonly ImportState[];
      to: Partial<Omit<Import, 'id' | 'tenant'>>;
      /** When a process may take it, real time; undefined: none may. */
      due: number | undefined;
      isOver: boolean;
    },
  ) => Promise<Import | undefined>;
  readonly takeDue: (input: {
    systemTime: number;
    lease: number;
    limit: number;
  }) => Promise<readonly TakenImport[]>;
  /** Writes how far it has come, if it is still in the hands of this process; answers it as it stands. */
  readonly progress: (input: {
    imported: TakenImport;
    progress: ImportProgress;
    /** Undefined: it is over. */
    due: number | undefined;
  }) => Promise<TakenImport | undefined>;
  /** Keeps the refused rows of the page that begins at a place; the same again for a page that is repeated. */
  readonly keepRefused: (input: Key & { at: number; rows: readonly RefusedRow[] }) => Promise<void>;
  /** The first page of refused rows behind a place. */
  readonly refusedAfter: (
    input: Key & { at: number },
  ) => Promise<{ readonly at: number; readonly rows: readonly RefusedRow[] } | undefined>;
  readonly dropRefused: (key: Key) => Promise<void>;
  /** Removes the file and the refused rows; the import too, with `all`. */
  readonly remove: (input: Key & { all: boolean }) => Promise<void>;
};
