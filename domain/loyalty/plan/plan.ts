import { type AccountState, applyPosting, owedOf, takeFrom } from '../account.ts';
import type { Membership } from '../memberships/membership-schema.ts';
import { lotFor, type PointsExpiry } from '../expiry.ts';
import type { Posting } from '../posting.ts';

/** What planning a posting needs to know of the programme and the moment. Instants are epoch milliseconds. */
export type PlanRules = {
  readonly expiry: PointsExpiry | undefined;
  /** The zone in which days, months and years end: that of the business. */
  readonly zone: string;
  readonly now: number;
  /** Those of the programme; none by default. */
  readonly memberships?: readonly Membership[] | undefined;
};

/** A posting without its place among the others. */
export type NewPosting = Omit<Posting, 'seq'>;

/** Takes what is owed from the lots there are, in the last of the postings: new points pay for what was taken back too late. */
export const settled = (input: {
  state: AccountState;
  postings: readonly NewPosting[];
}): readonly NewPosting[] => {
  const last = input.postings.at(-1);
  if (last === undefined) return [];
  const after = input.postings.reduce((state, one) => applyPosting(state, { ...one, seq: 0 }), input.state);
  const owed = owedOf(after);
  if (owed <= 0) return input.postings;
  const takes = takeFrom({ lots: after.lots, points: owed });
  if (takes.length === 0) return input.postings;
  return [...input.postings.slice(0, -1), { ...last, takes: [...(last.takes ?? []), ...takes] }];
};

type About = Pick<
  Posting,
  'key' | 'ref' | 'rule' | 'base' | 'rate' | 'counts' | 'reason' | 'reward' | 'redemption'
>;

/** Points earned: active at once, or pending until `availableAt`. */
export const planEarning = (input: {
  about: About;
  points: number;
  rules: PlanRules;
  availableAt?: number | undefined;
  kind?: 'earn' | 'adjust' | 'return';
}): NewPosting => {
  const { about, points, rules, availableAt, kind = 'earn' } = input;
  const { now: at } = rules;
  if (availableAt !== undefined && availableAt > at) {
    return { ...about, kind, at, active: 0, pending: points, availableAt };
  }
  const into = { ...lotFor({ ...rules, at }), points };
  return { ...about, kind, at, active: points, pending: 0, into };
};

/** Points spent: what expires first goes first. Undefined when there are fewer. */
export const planSpending = (input: {
  state: AccountState;
  about: About;
  points: number;
  now: number;
}): NewPosting | undefined => {
  const { state, about, points, now: at } = input;
  if (state.balance < points) return undefined;
  const takes = takeFrom({ lots: state.lots, points });
  return { ...about, kind: 'spend', at, active: -points, pending: 0, takes };
};

/**
 * Points taken back: those still pending first, then those of the lots. What was spent already is owed, so that the balance
 * goes below zero, or is forgiven where `mayOwe` is false.
 */
export const planReversal = (input: {
  state: AccountState;
  about: About;
  points: number;
  now: number;
  mayOwe: boolean;
  kind?: 'reverse' | 'adjust';
}): NewPosting | undefined => {
  const { state, about, now: at, mayOwe, kind = 'reverse' } = input;
  let rest = input.points;
  const own = state.pendings.filter(
    ({ ref, rule }) => ref !== undefined && ref === about.ref && rule === about.rule,
  );
  const pends = own.flatMap((one) => {
    const points = Math.min(one.points, rest);
    rest -= points;
    return points === 0 ? [] : [{ key: one.key, points }];
  });
  const pending = input.points - rest;
  const points = mayOwe ? rest : Math.min(rest, Math.max(0, state.balance));
  if (pending === 0 && points === 0) return undefined;
  const takes = takeFrom({ lots: state.lots, points });
  return {
    ...about,
    kind,
    at,
    active: points === 0 ? 0 : -points,
    pending: pending === 0 ? 0 : -pending,
    ...(about.counts === undefined ? {} : { counts: about.counts }),
    ...(pends.length === 0 ? {} : { pends }),
    ...(takes.length === 0 ? {} : { takes }),
  };
};
