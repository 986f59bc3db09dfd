import { type AccountState, applyPosting } from '../../../domain/loyalty/account.ts';
import { type NewPosting, type PlanRules, settled } from '../../../domain/loyalty/plan/plan.ts';
import type { Posting } from '../../../domain/loyalty/posting.ts';
import type { ProgramDefinition } from '../../../domain/loyalty/program-schema.ts';

/** What postings are looked for by: their keys, or what they are about. */
export type PostingQuery = { readonly keys?: readonly string[]; readonly ref?: string };

/** An account as a plan finds it: what time brought is in it, and what was planned before in the same group. */
export type PlanAt = {
  readonly state: AccountState;
  readonly rules: PlanRules;
  readonly definition: ProgramDefinition;
  /** Postings of the account under these keys, or about this. */
  readonly find: (query: PostingQuery) => Promise<readonly Posting[]>;
};

/** What a plan comes to: postings, none when it was done before, or the reason why not. */
export type Planned =
  | { readonly kind: 'post'; readonly postings: readonly NewPosting[] }
  | { readonly kind: 'already'; readonly postings: readonly Posting[] }
  | { readonly kind: 'refused'; readonly reason: string };

export type Plan = (at: PlanAt) => Promise<Planned>;

/** What came of one plan of a group; `later` when the group is full. */
export type PlanOutcome =
  | Exclude<Planned, { kind: 'post' }>
  | { readonly kind: 'posted'; readonly postings: readonly Posting[] }
  | { readonly kind: 'failed'; readonly thrown: unknown }
  | { readonly kind: 'later' };

const isMeant = (query: PostingQuery, posting: Posting): boolean =>
  (query.keys === undefined || query.keys.includes(posting.key)) &&
  (query.ref === undefined || query.ref === posting.ref);

/**
 * Asks plans about one account, one after the other: each finds what those before it posted. A plan that throws fails alone.
 * `due` is what time brought; its postings are the first of `postings`.
 */
export const planGroup = async (input: {
  plans: readonly Plan[];
  before: AccountState;
  due: readonly NewPosting[];
  /** The place of the first posting. */
  seq: number;
  rules: PlanRules;
  definition: ProgramDefinition;
  find: PlanAt['find'];
  /** It ends with the plan that brings it to so many postings. */
  max: number;
}): Promise<{ readonly outcomes: readonly PlanOutcome[]; readonly postings: readonly Posting[] }> => {
  const { plans, due, seq, rules, definition } = input;
  const postings: Posting[] = [];
  let state = input.before;
  const post = (made: readonly NewPosting[]): readonly Posting[] => {
    const numbered = made.map((one, index): Posting => ({ ...one, seq: seq + postings.length + index }));
    postings.push(...numbered);
    state = numbered.reduce(applyPosting, state);
    return numbered;
  };
  const find: PlanAt['find'] = async (query) => [
    ...(await input.find(query)),
    ...postings.filter((one) => isMeant(query, one)),
  ];
  post(due);
  const outcomes: PlanOutcome[] = [];
  for (const plan of plans) {
    if (outcomes.length > 0 && postings.length >= input.max) {
      outcomes.push({ kind: 'later' });
      continue;
    }
    try {
      const planned = await plan({ state, rules, definition, find });
      outcomes.push(
        planned.kind === 'post'
          ? { kind: 'posted', postings: post(settled({ state, postings: planned.postings })) }
          : planned,
      );
    } catch (thrown) {
      outcomes.push({ kind: 'failed', thrown });
    }
  }
  return { outcomes, postings };
};
