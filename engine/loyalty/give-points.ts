import { CicloError } from '../../domain/errors.ts';
import { planEarning, planReversal, planSpending } from '../../domain/loyalty/plan/plan.ts';
import type { NewPosting } from '../../domain/loyalty/plan/plan.ts';
import type { PlanAt, Planned } from './change/plan-group.ts';
import type { ChangePoints, PointsChange } from './change-points.ts';

/** What somebody of the shop, its till or a journey does with points. */
export type PointsOrder = {
  readonly tenant: string;
  readonly profileId: string;
  readonly program: string;
  readonly action: 'award' | 'spend' | 'return' | 'adjust';
  /** A whole number above zero; with `adjust` also below, to take points away. */
  readonly points: number;
  /** The same key does it once. */
  readonly key: string;
  readonly reason?: string | undefined;
  /** What it is about, such as `order:1001`; with `return` the key of what was spent. */
  readonly ref?: string | undefined;
  /** With `return`: the redemption of a reward whose points go back. */
  readonly redemption?: string | undefined;
  /** When it was, of what happened before; now by default, and never later. Epoch milliseconds. */
  readonly at?: number | undefined;
  /** It is history: it is posted and shown, and no journey is told of it. */
  readonly isQuiet?: boolean | undefined;
};

export type GivePoints = (order: PointsOrder) => Promise<PointsChange>;

type About = Pick<NewPosting, 'key' | 'ref' | 'reason'>;

/** Points that were spent are given back, at most as many as are still spent of them. */
const planReturn = async (input: { order: PointsOrder; about: About; at: PlanAt }): Promise<Planned> => {
  const { order, about, at } = input;
  const spent = (await at.find({ keys: [order.ref ?? ''] })).find(
    ({ kind, redemption }) =>
      kind === 'spend' && (order.redemption === undefined || redemption === order.redemption),
  );
  if (spent === undefined) return { kind: 'refused', reason: 'nothing-spent' };
  // Its points go back only together with the reward.
  if (spent.redemption !== order.redemption) return { kind: 'refused', reason: 'spent-for-a-reward' };
  const returned = (await at.find({ ref: spent.key })).filter(({ kind }) => kind === 'return');
  const left = -spent.active - returned.reduce((sum, { active }) => sum + active, 0);
  if (left < order.points) return { kind: 'refused', reason: 'more-than-spent' };
  const { rules } = at;
  return { kind: 'post', postings: [planEarning({ about, points: order.points, rules, kind: 'return' })] };
};

/** Plans an order: its posting, the one it had before under the same key, or why not. */
export const planOfOrder = async (input: { order: PointsOrder; at: PlanAt }): Promise<Planned> => {
  const { order, at } = input;
  const { points, key, reason, ref, action } = order;
  const known = await at.find({ keys: [key] });
  if (known.length > 0) return { kind: 'already', postings: known };
  const about: About = {
    key,
    ...(ref === undefined ? {} : { ref }),
    ...(reason === undefined ? {} : { reason }),
  };
  const { state } = at;
  const now = Math.min(order.at ?? at.rules.now, at.rules.now);
  const rules = { ...at.rules, now };
  const post = (posting: NewPosting | undefined): Planned =>
    posting === undefined
      ? { kind: 'refused', reason: 'not-enough-points' }
      : { kind: 'post', postings: [posting] };
  if (action === 'return') return planReturn({ order, about, at });
  if (action === 'spend') return post(planSpending({ state, about, points, now }));
  if (action === 'award') return post(planEarning({ about: { ...about, counts: points }, points, rules }));
  if (points > 0) return post(planEarning({ about, points, rules, kind: 'adjust' }));
  if (state.balance < -points) return { kind: 'refused', reason: 'not-enough-points' };
  return post(planReversal({ state, about, points: -points, now, mayOwe: false, kind: 'adjust' }));
};

/**
 * Makes what awards, spends, returns and adjusts points by hand, by a till or by a journey; each key once. Nobody spends more
 * than they have, however many ask at once. Throws `invalid-input` for a number that is not whole or not above zero.
 */
export const createGivePoints = (deps: { changePoints: ChangePoints }): GivePoints => {
  return async (order) => {
    const { tenant, profileId, program, points, action } = order;
    if (!Number.isSafeInteger(points) || points === 0 || (points < 0 && action !== 'adjust')) {
      const message = 'Points are a whole number above zero; only `adjust` also takes one below.';
      throw new CicloError({ code: 'invalid-input', message });
    }
    return deps.changePoints({
      tenant,
      profileId,
      program,
      asks: [order.key],
      isQuiet: order.isQuiet,
      plan: (at) => planOfOrder({ order, at }),
    });
  };
};
