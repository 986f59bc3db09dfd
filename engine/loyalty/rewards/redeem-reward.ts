import { randomUUID } from 'node:crypto';

import { CicloError, notFound } from '../../../domain/errors.ts';
import { planSpending } from '../../../domain/loyalty/plan/plan.ts';
import { returnKeyOf, rewardRef, rewardRefusal } from '../../../domain/loyalty/plan/plan-reward.ts';
import type { Posting } from '../../../domain/loyalty/posting.ts';
import type { Reward } from '../../../domain/loyalty/reward-schema.ts';
import type { PlanAt, Planned } from '../change/plan-group.ts';
import type { ChangePoints } from '../change-points.ts';
import type { AccountRow, Redemption } from '../ports.ts';
import type { SettleRedemption } from './settle-redemption.ts';

/** What came of it: the redemption, or why there is none. Of one whose points went back the redemption says why. */
export type Redeemed =
  | {
      readonly kind: 'redeemed' | 'already';
      readonly redemption: Redemption;
      readonly account: AccountRow;
    }
  | { readonly kind: 'refused'; readonly reason: string; readonly account: AccountRow };

/**
 * Gives a person a reward of a programme for its points, once for each key. Throws `not-found` without such a programme, reward
 * or person, `conflict` when the key was used for something else.
 */
export type RedeemReward = (input: {
  readonly tenant: string;
  readonly profileId: string;
  readonly program: string;
  readonly reward: string;
  readonly key: string;
  /** Why, in the words of anyone who gives it by hand. */
  readonly reason?: string;
}) => Promise<Redeemed>;

/** The postings by which somebody had a reward and whose points were not given back. */
export const spentFor = async (input: {
  find: PlanAt['find'];
  reward: string;
}): Promise<readonly Posting[]> => {
  const spent = (await input.find({ ref: rewardRef(input.reward) })).filter(({ kind }) => kind === 'spend');
  const keys = spent.flatMap(({ redemption }) => (redemption === undefined ? [] : [returnKeyOf(redemption)]));
  if (keys.length === 0) return spent;
  const returned = new Set((await input.find({ keys })).map(({ key }) => key));
  return spent.filter(({ redemption }) => redemption === undefined || !returned.has(returnKeyOf(redemption)));
};

const planOf = async (input: {
  at: PlanAt;
  reward: Reward;
  key: string;
  id: string;
  reason: string | undefined;
}): Promise<Planned> => {
  const { at, reward, key, id, reason } = input;
  const known = await at.find({ keys: [key] });
  if (known.length > 0) return { kind: 'already', postings: known };
  const { state, rules, find } = at;
  const spent = await spentFor({ find, reward: reward.key });
  const refusal = rewardRefusal({ reward, state, rules, spent });
  if (refusal !== undefined) return { kind: 'refused', reason: refusal };
  const said = reason === undefined ? {} : { reason };
  const about = { key, ref: rewardRef(reward.key), reward: reward.key, redemption: id, ...said };
  const posting = planSpending({ state, about, points: reward.points, now: rules.now });
  return posting === undefined
    ? { kind: 'refused', reason: 'not-enough-points' }
    : { kind: 'post', postings: [posting] };
};

/**
 * Makes the redemption of rewards. The points are spent by one write that names the redemption, so it is known from then on
 * and gone on with whatever happens; then the reward is given, or the points go back.
 */
export const createRedeemReward = (deps: {
  changePoints: ChangePoints;
  settleRedemption: SettleRedemption;
}): RedeemReward => {
  return async ({ tenant, profileId, program, reward: name, key, reason }) => {
    const id = randomUUID();
    const { outcome, account } = await deps.changePoints({
      tenant,
      profileId,
      program,
      plan: async (at) => {
        const reward = at.definition.rewards?.find((one) => one.key === name);
        if (reward === undefined) {
          throw notFound('reward in the programme');
        }
        return planOf({ at, reward, key, id, reason });
      },
    });
    if (outcome.kind === 'refused') return { kind: 'refused', reason: outcome.reason, account };
    const posting = outcome.postings.find((one) => one.key === key);
    if (posting?.redemption === undefined || posting.reward !== name) {
      const message = 'The key was used for another change of points.';
      throw new CicloError({ code: 'conflict', message });
    }
    const redemption = await deps.settleRedemption.settle({ tenant, id: posting.redemption });
    return { kind: outcome.kind === 'posted' ? 'redeemed' : 'already', redemption, account };
  };
};
