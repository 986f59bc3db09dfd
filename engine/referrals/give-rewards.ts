import { hashId } from '../../domain/hash.ts';
import { isJsonObject } from '../../domain/json.ts';
import { type Referral, type Reward, type Side, sides } from '../../domain/referrals/referral.ts';
import { referralSettings } from '../../domain/workspace/referral-settings.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { GiveOffer } from '../offers/issue-offer.ts';
import type { OfferStore } from '../offers/ports.ts';
import { livingOf } from '../people/follow-merges.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { ReferralStore } from './ports.ts';

export type RewardDeps = {
  readonly giveOffer: GiveOffer;
  readonly offers: Pick<OfferStore, 'revoke'>;
  readonly profiles: ProfileStore;
  readonly referrals: Pick<ReferralStore, 'rewarded' | 'hasMilestone'>;
};

type Given = { deps: RewardDeps; referral: Referral; live: LiveWorkspace; now: number };

const give = async (
  input: Given & { side: Side; offer: string; issueKey: string; milestone?: number },
): Promise<Reward> => {
  const { deps, referral, live, now, side, offer, issueKey, milestone } = input;
  const reward = { side, offer, issueKey, ...(milestone === undefined ? {} : { milestone }) };
  const profileId = referral[side];
  const { tenant } = referral;
  const profile = await livingOf({ profiles: deps.profiles, tenant, profileId });
  if (profile === undefined) return { ...reward, refused: 'person-gone' };
  const result = await deps.giveOffer({ live, profile, offer, issueKey, now });
  if (result.kind === 'done' && isJsonObject(result.output)) return { ...reward, given: result.output };
  return { ...reward, refused: 'reason' in result ? result.reason : result.kind };
};

/** Gives both sides what the settings promise: one coupon for each order and side, whatever number of times it is asked. */
export const giveRewards = async (input: Given): Promise<readonly Reward[]> => {
  const { referral, live } = input;
  const { tenant, id, orderId = id } = referral;
  const promised = referralSettings(live.published.settings)?.rewards;
  const rewards: Reward[] = [];
  for (const side of sides) {
    const offer = promised?.[side];
    if (offer === undefined) continue;
    rewards.push(await give({ ...input, side, offer, issueKey: hashId(tenant, 'referral', orderId, side) }));
  }
  return rewards;
};

/** Gives the advocate of a rewarded referral the rewards of milestones that were reached and not given before. */
export const giveMilestones = async (input: Given): Promise<readonly Reward[]> => {
  const { deps, referral, live } = input;
  const { tenant, advocate } = referral;
  const milestones = referralSettings(live.published.settings)?.rewards.milestones ?? [];
  if (milestones.length === 0) return [];
  const count = await deps.referrals.rewarded({ tenant, advocate });
  const rewards: Reward[] = [];
  for (const { friends, offer } of milestones) {
    if (count < friends || (await deps.referrals.hasMilestone({ tenant, advocate, friends }))) continue;
    const issueKey = hashId(tenant, 'referral-milestone', advocate, friends);
    rewards.push(await give({ ...input, side: 'advocate', offer, issueKey, milestone: friends }));
  }
  return rewards;
};

/**
 * Takes rewards back: a coupon that nobody used is revoked, one that was used is a debt. The reward of a milestone stays
 * while enough other friends count.
 */
export const takeBackRewards = async (input: Omit<Given, 'live'>): Promise<readonly Reward[]> => {
  const { deps, referral, now } = input;
  const { tenant, advocate, rewards = [] } = referral;
  const taken: Reward[] = [];
  for (const reward of rewards) {
    const { given, milestone, issueKey, takenBack } = reward;
    const others = milestone === undefined ? 0 : (await deps.referrals.rewarded({ tenant, advocate })) - 1;
    const stays = milestone !== undefined && others >= milestone;
    if (given === undefined || takenBack !== undefined || stays) {
      taken.push(reward);
      continue;
    }
    const outcome = await deps.offers.revoke({ tenant, issueKey, at: now });
    taken.push({ ...reward, takenBack: outcome === 'used' ? 'debt' : 'revoked' });
  }
  return taken;
};
