import { localDay } from '../../time/local.ts';
import type { AccountState } from '../account.ts';
import { periodOf } from '../limit-keys.ts';
import type { PlanRules } from './plan.ts';
import type { Posting } from '../posting.ts';
import type { Reward } from '../reward-schema.ts';

/** Why a person cannot have a reward now. */
export type RewardRefusal =
  | 'not-yet'
  | 'no-longer'
  | 'other-tier'
  | 'limit-reached'
  | 'out-of-stock'
  | 'not-enough-points';

/** The key under which the points of a redemption are given back. */
export const returnKeyOf = (redemption: string): string => `return:${redemption}`;

/** What a reward was spent for, as the postings refer to it. */
export const rewardRef = (reward: string): string => `reward:${reward}`;

/**
 * Why a person cannot have a reward now; undefined when they can. `spent` are the postings by which they had it before and that
 * were not given back. Whether there is any left is not known here.
 */
export const rewardRefusal = (input: {
  reward: Reward;
  state: AccountState;
  rules: PlanRules;
  spent: readonly Posting[];
}): RewardRefusal | undefined => {
  const { reward, state, rules, spent } = input;
  const { zone, now } = rules;
  const today = localDay({ at: now, zone });
  if (reward.from !== undefined && today < reward.from) return 'not-yet';
  if (reward.until !== undefined && today > reward.until) return 'no-longer';
  if (reward.tiers !== undefined && !reward.tiers.includes(state.tier?.key ?? '')) return 'other-tier';
  if (reward.stock === 0) return 'out-of-stock';
  if (reward.limit !== undefined) {
    const { per, times } = reward.limit;
    const period = periodOf({ at: now, per, zone });
    const had = spent.filter(({ at }) => periodOf({ at, per, zone }) === period).length;
    if (had >= times) return 'limit-reached';
  }
  return state.balance < reward.points ? 'not-enough-points' : undefined;
};
