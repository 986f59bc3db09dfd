import { type AccountState, applyPosting } from '../account.ts';
import { type NewPosting, planEarning, planReversal, type PlanRules } from './plan.ts';
import { pointsFor, type Posting, type Rate, type Rounding } from '../posting.ts';

/** What one rule gives for one order, as it stands. */
export type OrderEarning = {
  readonly rule: string;
  readonly base: number;
  /** Undefined when the rule does not hold now: nothing new is earned, and what was earned follows the order. */
  readonly rate: Rate | undefined;
  readonly availableAt: number | undefined;
};

type Input = {
  readonly state: AccountState;
  readonly rules: PlanRules;
  readonly orderId: string;
  /** Names this change, so that it is made once: the id of the event. */
  readonly cause: string;
  /** All postings about the order. */
  readonly posted: readonly Posting[];
  readonly earnings: readonly OrderEarning[];
  readonly rounding: Rounding;
  readonly mayOwe: boolean;
  /** May points be earned that were not earned yet: false for events that are only recorded. */
  readonly mayEarn: boolean;
};

const isOf =
  (rule: string) =>
  (posting: Posting): boolean =>
    posting.rule === rule && (posting.kind === 'earn' || posting.kind === 'reverse');

const sumOf = (postings: readonly Posting[]): number =>
  postings.reduce((sum, { active, pending }) => sum + active + pending, 0);

/**
 * Brings what was earned by one rule for one order to what the order is worth now, at the rate of the first earning. So a
 * refund takes back its part, whatever the order in which refunds arrive, and an order that grew earns more.
 */
const planRule = (input: Input & { earning: OrderEarning }): NewPosting | undefined => {
  const { state, rules, orderId, cause, earning, rounding, mayOwe } = input;
  const { rule, base, availableAt } = earning;
  const own = input.posted.filter(isOf(rule));
  const first = own.find(({ kind }) => kind === 'earn');
  const rate = first?.rate ?? earning.rate;
  if (rate === undefined || (first === undefined && !input.mayEarn)) return undefined;
  const wanted = pointsFor({ base, rate, rounding });
  const difference = wanted - sumOf(own);
  const key = first === undefined ? `order:${orderId}:${rule}` : `order:${orderId}:${rule}:${cause}`;
  const about = { key, ref: `order:${orderId}`, rule, base, rate, counts: difference };
  if (difference > 0) return planEarning({ about, points: difference, rules, availableAt });
  if (difference === 0) return undefined;
  return planReversal({ state, about, points: -difference, now: rules.now, mayOwe });
};

/** Pending points of an order whose time has changed, such as by its delivery. */
const planSchedule = (input: Input): NewPosting | undefined => {
  const { state, rules, orderId, cause, earnings } = input;
  const ref = `order:${orderId}`;
  const changed = state.pendings.flatMap((one) => {
    const availableAt = earnings.find(({ rule }) => rule === one.rule)?.availableAt;
    return one.ref !== ref || availableAt === undefined || availableAt === one.availableAt
      ? []
      : [availableAt];
  });
  if (changed.length === 0) return undefined;
  const availableAt = Math.max(...changed);
  return {
    key: `schedule:${orderId}:${cause}`,
    kind: 'schedule',
    at: rules.now,
    active: 0,
    pending: 0,
    ref,
    availableAt,
  };
};

/** What an event about an order comes to: points earned, taken back, or with another time. Nothing when all is as it should be. */
export const planOrder = (input: Input): readonly NewPosting[] => {
  let { state } = input;
  const postings: NewPosting[] = [];
  const add = (posting: NewPosting | undefined): void => {
    if (posting === undefined) return;
    postings.push(posting);
    state = applyPosting(state, { ...posting, seq: 0 });
  };
  add(planSchedule(input));
  for (const earning of input.earnings) add(planRule({ ...input, state, earning }));
  return postings;
};
