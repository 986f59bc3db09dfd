import type { PublishPlan } from '../jobs/publish-plan.ts';

/**
 * Where an approval stands. `draft`: back with its author, who changes it and sends it again. `review`: somebody has to look at it. `approved`:
 * it may be published as it is. `live`: it is published. `withdrawn`: nothing comes of it.
 */
export const approvalStates = ['draft', 'review', 'approved', 'live', 'withdrawn'] as const;
export type ApprovalState = (typeof approvalStates)[number];

/** Who did something: a user or a key by their id, or the engine. */
export type ApprovalActor = { readonly kind: 'user' | 'key' | 'engine'; readonly id: string };

/** A draft as it was sent: hashes of its text (null removes the file) and of the published text it was begun from. */
export type SentFile = { readonly path: string; readonly hash: string | null; readonly base: string | null };

/** What is done with an approval. */
export const approvalActs = [
  'send',
  'approve',
  'return',
  'change',
  'schedule',
  'unschedule',
  'publish',
  'fail',
  'withdraw',
] as const;
export type ApprovalAct = (typeof approvalActs)[number];

/** An act that was done. Instants in epoch milliseconds on the tenant's clock. */
export type DoneAct = {
  readonly act: ApprovalAct;
  readonly by: ApprovalActor;
  readonly at: number;
  readonly note?: string;
};

/** When it goes live, and what becomes of the people inside then. */
export type ApprovalSchedule = {
  readonly at: number;
  readonly plan: PublishPlan;
  /** How many people come in at once, where the launch guard asks. */
  readonly expect?: number;
  readonly by: ApprovalActor;
};

/** Drafts of one author that are to be published together once somebody has approved them. */
export type Approval = {
  readonly tenant: string;
  readonly id: string;
  readonly author: ApprovalActor;
  readonly state: ApprovalState;
  /** How many times it was sent: what a reviewer saw is named by it. */
  readonly round: number;
  readonly files: readonly SentFile[];
  /** What the author said when it was sent last. */
  readonly note: string;
  readonly createdAt: number;
  /** When it came into its state. */
  readonly since: number;
  readonly schedule?: ApprovalSchedule;
  /** The revision that published it. */
  readonly revision?: number;
  /** The latest acts, the oldest first. */
  readonly acts: readonly DoneAct[];
};

type By = { readonly by: ApprovalActor; readonly at: number };

/** Something that happens to an approval. */
export type ApprovalEvent =
  | (By & { readonly act: 'send'; readonly files: readonly SentFile[]; readonly note: string })
  /** `round` is what the reviewer saw; `fourEyes`: somebody else than the author has to approve. */
  | (By & {
      readonly act: 'approve';
      readonly round: number;
      readonly fourEyes: boolean;
      readonly note?: string | undefined;
    })
  | (By & { readonly act: 'return'; readonly round: number; readonly note: string })
  | (By & { readonly act: 'change' })
  | (By & { readonly act: 'schedule'; readonly schedule: Omit<ApprovalSchedule, 'by'> })
  | (By & { readonly act: 'unschedule' })
  | (By & { readonly act: 'publish'; readonly revision: number })
  /** `isApproved`: nothing is wrong with what was approved, and it can be published by hand. */
  | (By & { readonly act: 'fail'; readonly note: string; readonly isApproved: boolean })
  | (By & { readonly act: 'withdraw' });

/**
 * `state`: not in this state; `round`: it was sent again since; `own`: the author cannot approve it; `author`: only the author does this.
 */
export type ApprovalRefusal = 'state' | 'round' | 'own' | 'author';
export type ApprovalOutcome =
  | { readonly kind: 'done'; readonly approval: Approval }
  | { readonly kind: 'refused'; readonly because: ApprovalRefusal };

/** In which states each act can be done. */
export const statesOfAct: Readonly<Record<ApprovalAct, readonly ApprovalState[]>> = {
  send: ['draft', 'review', 'approved'],
  approve: ['review'],
  return: ['review', 'approved'],
  change: ['review', 'approved'],
  schedule: ['approved'],
  unschedule: ['approved'],
  publish: ['draft', 'review', 'approved'],
  fail: ['approved'],
  withdraw: ['draft', 'review', 'approved'],
};

const actsMax = 100;

/** Whether two are the same user or key. */
export const isSameActor = (one: ApprovalActor, other: ApprovalActor): boolean =>
  one.kind === other.kind && one.id === other.id;

const refusalOf = (approval: Approval, event: ApprovalEvent): ApprovalRefusal | undefined => {
  if (!statesOfAct[event.act].includes(approval.state)) return 'state';
  const isAuthor = isSameActor(approval.author, event.by);
  if (event.act === 'send') return isAuthor ? undefined : 'author';
  if (event.act !== 'approve' && event.act !== 'return') return undefined;
  if (event.round !== approval.round) return 'round';
  return event.act === 'approve' && event.fourEyes && isAuthor ? 'own' : undefined;
};

const stateAfter = (approval: Approval, event: ApprovalEvent): ApprovalState => {
  if (event.act === 'send') return 'review';
  if (event.act === 'approve') return 'approved';
  if (event.act === 'publish') return 'live';
  if (event.act === 'withdraw') return 'withdrawn';
  if (event.act === 'return' || event.act === 'change') return 'draft';
  return event.act === 'fail' && !event.isApproved ? 'draft' : approval.state;
};

const changesOf = (approval: Approval, event: ApprovalEvent): Partial<Approval> => {
  if (event.act === 'send') return { files: event.files, note: event.note, round: approval.round + 1 };
  if (event.act === 'publish') return { revision: event.revision };
  return event.act === 'schedule' ? { schedule: { ...event.schedule, by: event.by } } : {};
};

/** What comes of an act, or why it cannot be done. A time to go live is kept by no act but the one that sets it. */
export const reduceApproval = (approval: Approval, event: ApprovalEvent): ApprovalOutcome => {
  const because = refusalOf(approval, event);
  if (because !== undefined) return { kind: 'refused', because };
  const { act, by, at } = event;
  const note = 'note' in event && event.note !== undefined ? { note: event.note } : {};
  const state = stateAfter(approval, event);
  const { schedule: _over, ...before } = approval;
  const since = state === approval.state && act !== 'send' ? approval.since : at;
  const acts = [...approval.acts, { act, by, at, ...note }].slice(-actsMax);
  return { kind: 'done', approval: { ...before, ...changesOf(approval, event), state, since, acts } };
};

/** An approval that its author has just sent. */
export const newApproval = (input: {
  readonly tenant: string;
  readonly id: string;
  readonly author: ApprovalActor;
  readonly files: readonly SentFile[];
  readonly note: string;
  readonly at: number;
}): Approval => {
  const { author, at, note } = input;
  const { tenant, id, files } = input;
  const acts = [{ act: 'send' as const, by: author, at, note }];
  return { tenant, id, author, state: 'review', round: 1, files, note, createdAt: at, since: at, acts };
};

/** Whether something can still come of it. */
export const isOpenApproval = ({ state }: Pick<Approval, 'state'>): boolean =>
  state !== 'live' && state !== 'withdrawn';

/** A draft as it stands now. */
type Standing = Pick<SentFile, 'hash' | 'base'>;

/**
 * How an open approval stands to the drafts of its author and to what is published. `live`: all of it is published; `gone`: none of its drafts
 * is left; `changed`: a draft is not what was sent; `same`: it stands as it was sent, or is with its author anyway.
 */
export const standingOf = (input: {
  readonly approval: Pick<Approval, 'files' | 'state'>;
  readonly drafts: ReadonlyMap<string, Standing>;
  /** The hash of the published text; undefined where there is no such file. */
  readonly published: (path: string) => string | undefined;
}): 'live' | 'gone' | 'changed' | 'same' => {
  const { approval, drafts, published } = input;
  const { files, state } = approval;
  if (files.every(({ path, hash }) => (published(path) ?? null) === hash)) return 'live';
  const left = files.filter(({ path }) => drafts.has(path));
  if (left.length === 0) return 'gone';
  if (state !== 'review' && state !== 'approved') return 'same';
  const isSame = files.every(({ path, hash, base }) => {
    const draft = drafts.get(path);
    return draft !== undefined && draft.hash === hash && draft.base === base;
  });
  return isSame ? 'same' : 'changed';
};
