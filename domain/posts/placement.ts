export const placementStates = [
  'scheduled',
  'processing',
  'published',
  'failed',
  'unconfirmed',
  'cancelled',
] as const;
/**
 * How a post stands on one network. `processing`: the network has it and is not done; `unconfirmed`: it may or may not be there, and nobody posts it again
 * before a person has looked.
 */
export type PlacementState = (typeof placementStates)[number];

/** What is done next about a placement. */
export type PlacementAct = 'submit' | 'check' | 'finalize' | 'find' | 'comment';

/** The first comment below a post. */
export type FirstComment = {
  readonly state: 'waiting' | 'published' | 'failed' | 'unconfirmed';
  readonly externalId?: string;
  readonly url?: string;
  readonly code?: string;
  readonly message?: string;
};

/** One post on one network. Instants are of the tenant's clock, epoch milliseconds, unless they say otherwise. */
export type Placement = {
  readonly state: PlacementState;
  /** When it is to be published. */
  readonly at: number;
  readonly act?: PlacementAct;
  /** When the act is due; absent when there is nothing to do. */
  readonly due?: number;
  /** How often the act was tried, without what came of it. */
  readonly tries: number;
  /** Counts up when a person says that it is not there and is to be posted again. */
  readonly round: number;
  /** When the first attempt of this round began, on the real clock. */
  readonly since?: number;
  /** What the network gave to go on with. */
  readonly handle?: string;
  readonly externalId?: string;
  readonly url?: string;
  readonly publishedAt?: number;
  /** Why it failed, waits or is not confirmed. */
  readonly code?: string;
  readonly message?: string;
  readonly comment?: FirstComment;
};

/** What an act came to. */
export type ActOutcome =
  | { readonly kind: 'published'; readonly id: string; readonly url?: string | undefined }
  | { readonly kind: 'pending'; readonly handle: string }
  | { readonly kind: 'ready'; readonly handle: string }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | { readonly kind: 'absent' }
  /** It did not happen, and may later. */
  | { readonly kind: 'retry'; readonly code: string; readonly message: string; readonly afterMs?: number }
  /** It may or may not have happened. */
  | { readonly kind: 'unknown'; readonly code: string; readonly message: string };

type Step = {
  readonly placement: Placement;
  readonly outcome: ActOutcome;
  readonly now: number;
  /** Whether the network can be asked what an attempt with an unclear end left. */
  readonly canFind: boolean;
  /** Whether a comment is to follow. */
  readonly wantsComment: boolean;
};

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
/** A post that is a day late is not what was planned any more. */
const lateMs = 24 * hour;
const firstLookMs = 5 * second;
const looksMax = 80;
/** When an attempt with an unclear end is looked for: a timeline may be behind. */
const findAfter: readonly number[] = [minute, 5 * minute, 15 * minute, hour, 6 * hour];

const backoff = (tries: number): number => Math.min(hour, 5 * second * 2 ** Math.min(tries, 12));
const lookAfter = (tries: number): number => Math.min(minute, firstLookMs * 2 ** Math.min(tries, 6));

/** The same without what is only true of an act that is over. */
const bare = (placement: Placement): Omit<Placement, 'act' | 'due' | 'code' | 'message'> => {
  const { act: _act, due: _due, code: _code, message: _message, ...rest } = placement;
  return rest;
};

const said = ({ code, message }: { code: string; message: string }) => ({ code, message });

const published = (step: Step, outcome: Extract<ActOutcome, { kind: 'published' }>): Placement => {
  const { placement, now, wantsComment } = step;
  const { handle: _handle, ...rest } = bare(placement);
  const next = wantsComment ? ({ act: 'comment', due: now, comment: { state: 'waiting' } } as const) : {};
  return {
    ...rest,
    state: 'published',
    tries: 0,
    externalId: outcome.id,
    ...(outcome.url === undefined ? {} : { url: outcome.url }),
    publishedAt: now,
    ...next,
  };
};

const failed = (step: Step, why: { code: string; message: string }): Placement => ({
  ...bare(step.placement),
  state: 'failed',
  ...said(why),
});

/** Nobody knows whether it is there: it is looked for where that can be done, and never posted again by itself. */
const unconfirmed = (step: Step, why: { code: string; message: string }): Placement => ({
  ...bare(step.placement),
  state: 'unconfirmed',
  tries: 0,
  ...said(why),
  ...(step.canFind ? { act: 'find', due: step.now + (findAfter[0] ?? minute) } : {}),
});

const again = (step: Step, outcome: Extract<ActOutcome, { kind: 'retry' }>): Placement => {
  const { placement, now } = step;
  if (now - placement.at > lateMs) {
    const message = `It could not be published within a day: ${outcome.message}`;
    return failed(step, { code: outcome.code, message });
  }
  const due = now + Math.min(outcome.afterMs ?? backoff(placement.tries), lateMs);
  return { ...placement, tries: placement.tries + 1, due, ...said(outcome) };
};

const look = (step: Step): Placement => {
  const { placement, now } = step;
  const isFirst = placement.act !== 'check';
  const tries = isFirst ? 0 : placement.tries + 1;
  if (tries > looksMax) {
    const message = 'The network took it, and was not done with it for more than an hour.';
    return unconfirmed(step, { code: 'never-ready', message });
  }
  return { ...bare(placement), state: 'processing', act: 'check', tries, due: now + lookAfter(tries) };
};

/** What `submit`, `check` and `finalize` have in common. */
const onTheWay = (step: Step): Placement => {
  const { placement, outcome, now } = step;
  switch (outcome.kind) {
    case 'published':
      return published(step, outcome);
    case 'pending':
      return { ...look(step), handle: outcome.handle };
    case 'ready':
      return {
        ...bare(placement),
        state: 'processing',
        act: 'finalize',
        tries: 0,
        handle: outcome.handle,
        due: now,
      };
    case 'failed':
      return failed(step, outcome);
    case 'absent':
      return failed(step, { code: 'gone', message: 'The network does not know it any more.' });
    case 'retry':
      return placement.act === 'check' ? look(step) : again(step, outcome);
    case 'unknown':
      // What was finalized with an unclear end is looked at: it is there, or is still to be finalized.
      return placement.act === 'submit' ? unconfirmed(step, outcome) : look(step);
  }
};

const afterFind = (step: Step): Placement => {
  const { placement, outcome, now } = step;
  if (outcome.kind === 'published') return published(step, outcome);
  const tries = placement.tries + 1;
  const after = findAfter[tries];
  const { act: _act, due: _due, ...rest } = placement;
  return { ...rest, tries, ...(after === undefined ? {} : { act: 'find', due: now + after }) };
};

const afterComment = (step: Step): Placement => {
  const { placement, outcome, now } = step;
  const rest = { ...bare(placement), tries: 0 };
  switch (outcome.kind) {
    case 'published':
      return {
        ...rest,
        comment: {
          state: 'published',
          externalId: outcome.id,
          ...(outcome.url === undefined ? {} : { url: outcome.url }),
        },
      };
    case 'retry': {
      if (now - placement.at > lateMs) return { ...rest, comment: { state: 'failed', ...said(outcome) } };
      const { code: _code, message: _message, ...kept } = again(step, outcome);
      return { ...kept, comment: { state: 'waiting', ...said(outcome) } };
    }
    case 'unknown':
      return { ...rest, comment: { state: 'unconfirmed', ...said(outcome) } };
    case 'failed':
      return { ...rest, comment: { state: 'failed', ...said(outcome) } };
    default:
      return { ...rest, comment: { state: 'failed', code: 'unexpected', message: 'It is no comment.' } };
  }
};

/** How a placement stands after an act, and what is done next and when. Nothing that may have happened is done again. */
export const afterAct = (step: Step): Placement => {
  switch (step.placement.act) {
    case 'find':
      return afterFind(step);
    case 'comment':
      return afterComment(step);
    case undefined:
      return step.placement;
    default:
      return onTheWay(step);
  }
};

/** A person says that it is there. */
export const confirmed = (input: {
  placement: Placement;
  now: number;
  url: string | undefined;
}): Placement => {
  const { handle: _handle, ...rest } = bare(input.placement);
  const url = input.url === undefined ? {} : { url: input.url };
  return { ...rest, state: 'published', tries: 0, publishedAt: input.now, ...url };
};

/** A person says that it is not there: it is posted again, as if for the first time. */
export const onceMore = ({ placement, now }: { placement: Placement; now: number }): Placement => {
  const { round } = placement;
  return { state: 'scheduled', at: now, act: 'submit', due: now, tries: 0, round: round + 1 };
};

/** How a post stands as a whole, by how it stands on its networks. */
export const postStateOf = (
  placements: readonly Pick<Placement, 'state'>[],
): 'scheduled' | 'publishing' | 'published' | 'partly' | 'failed' | 'unconfirmed' | 'cancelled' => {
  const states = new Set(placements.map(({ state }) => state));
  if (states.has('unconfirmed')) return 'unconfirmed';
  if (states.has('processing')) return 'publishing';
  if (states.has('scheduled')) return states.size === 1 ? 'scheduled' : 'publishing';
  if (states.has('published')) return states.size === 1 ? 'published' : 'partly';
  return states.has('failed') ? 'failed' : 'cancelled';
};
