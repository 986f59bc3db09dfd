import type { Access } from '../../domain/objects/access.ts';

/** What the work queue is made of. */
export const workTypes = ['task', 'record', 'conversation', 'mention', 'approval'] as const;
export type WorkType = (typeof workTypes)[number];

/** One thing that somebody of the team has to do. Instants in epoch milliseconds. */
export type WorkItem = {
  readonly type: WorkType;
  readonly id: string;
  /** Where it stands in the queue; see `workKey`. */
  readonly key: string;
  /** The kind of a record. */
  readonly kind?: string;
  readonly title?: string;
  readonly profileId?: string;
  readonly stage?: string;
  readonly assignee?: string;
  readonly team?: string;
  readonly dueAt?: number;
  readonly since: number;
  /** Of a mention: the conversation with the note. */
  readonly conversation?: string;
  /** Who wrote the note of a mention, or the drafts of an approval. */
  readonly by?: string;
};

/** Whose work is asked for; all of the tenant without any. */
export type WorkOf = {
  readonly assignee?: string | undefined;
  readonly team?: string | undefined;
  /** Only what nobody has claimed. */
  readonly isFree?: boolean | undefined;
};

/** Whom a viewer sees the work of: of everybody, or of one user and of teams. */
export type Within = { readonly user: string; readonly teams: readonly string[] };

/** A page of work: in the order of keys, strictly behind `after`. */
export type WorkPage = {
  readonly tenant: string;
  readonly of: WorkOf;
  readonly after?: string | undefined;
  readonly limit: number;
};

export type TaskWork = {
  readonly list: (page: WorkPage) => Promise<readonly WorkItem[]>;
  /** Gives an open task to a user, a team or nobody; with `isFree` only where nobody else has it. */
  readonly assign: (input: {
    readonly tenant: string;
    readonly id: string;
    readonly assignee?: string | null | undefined;
    readonly team?: string | null | undefined;
    readonly isFree: boolean;
  }) => Promise<'assigned' | 'taken' | 'absent'>;
};

/** The kinds of which somebody sees records, and how far. */
export type SeenKinds = {
  readonly all: readonly string[];
  readonly team: readonly string[];
  readonly own: readonly string[];
  readonly viewer?: Within | undefined;
};

export type RecordWork = {
  /** Records with `title` as the field of that name in their data says. */
  readonly list: (
    page: WorkPage & { readonly seen: SeenKinds; readonly titles: ReadonlyMap<string, string> },
  ) => Promise<readonly WorkItem[]>;
};

export type ConversationWork = {
  /** Open ones that are not snoozed beyond `now`. */
  readonly list: (
    page: WorkPage & { readonly now: number; readonly within?: Within | undefined },
  ) => Promise<readonly WorkItem[]>;
};

/** A note of a conversation that was pointed out to a user. */
export type Mention = {
  readonly tenant: string;
  readonly id: string;
  readonly user: string;
  readonly conversation: string;
  readonly profileId?: string | undefined;
  readonly by?: string | undefined;
  readonly at: number;
};

export type MentionStore = {
  /** Adds one once per id. */
  readonly add: (mention: Mention) => Promise<void>;
  readonly get: (input: { tenant: string; id: string }) => Promise<Mention | undefined>;
  /** Of one user. */
  readonly list: (page: WorkPage) => Promise<readonly WorkItem[]>;
  readonly remove: (input: { tenant: string; id: string }) => Promise<void>;
};

/** Until when tasks, records and mentions are out of the queue, on the tenant's clock. */
export type SnoozeStore = {
  /** Null: no longer. */
  readonly set: (input: {
    readonly tenant: string;
    readonly type: WorkType;
    readonly id: string;
    readonly until: number | null;
  }) => Promise<void>;
  readonly of: (input: {
    readonly tenant: string;
    readonly items: readonly Pick<WorkItem, 'type' | 'id'>[];
  }) => Promise<ReadonlyMap<string, number>>;
};

/** Whom conversations may be seen and answered by. */
export type ConversationAccess = Access | undefined;

/** The name of an item among all. */
export const nameOf = (item: Pick<WorkItem, 'type' | 'id'>): string => `${item.type}:${item.id}`;
