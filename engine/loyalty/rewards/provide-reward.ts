import { hashId } from '../../../domain/hash.ts';
import type { CapWindow } from '../../../domain/journey/entry-caps.ts';
import type { Reward } from '../../../domain/loyalty/reward-schema.ts';
import type { Clock } from '../../clock/clock.ts';
import type { PlaceStore } from '../../entries/ports.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import type { GiveOffer } from '../../offers/issue-offer.ts';
import { livingOf } from '../../people/follow-merges.ts';
import type { ProfileStore } from '../../people/ports.ts';
import type { Redemption, RewardGiven } from '../ports.ts';
import { givenIn } from './given-in.ts';

/** What it takes to give a reward. */
export type ProvideDeps = {
  readonly live: LiveWorkspaces;
  readonly profiles: ProfileStore;
  readonly places: PlaceStore;
  readonly giveOffer: GiveOffer;
  readonly clock: Clock;
};

/** The coupon of a redemption is issued for this. */
export const issueKeyOf = (row: Pick<Redemption, 'id'>): string => hashId('reward', row.id);

/** The pieces of a reward there are: places that are taken once and for all. */
export const stockOf = (row: Redemption, stock: number) => {
  const windows: readonly CapWindow[] = [{ kind: 'total', window: 'total', max: stock }];
  const { tenant, program, reward, id } = row;
  return { tenant, journey: `reward:${program}:${reward}`, run: `reward:${id}`, windows };
};

/** What was given, or why nothing was. */
export type Provided = RewardGiven | { readonly refused: string };

/** Takes a piece of the stock and gives what the reward is; both are done once for a redemption. */
export const provideReward = async (input: {
  deps: ProvideDeps;
  row: Redemption;
  reward: Reward | undefined;
}): Promise<Provided> => {
  const { deps, row, reward } = input;
  const { tenant } = row;
  if (reward === undefined) return { refused: 'no-such-reward' };
  if (reward.stock !== undefined) {
    const taken = reward.stock === 0 ? undefined : await deps.places.take(stockOf(row, reward.stock));
    if (taken?.kind !== 'taken') return { refused: 'out-of-stock' };
  }
  const { gives, name } = reward;
  if ('product' in gives) return { name, product: gives.product };
  const profile = await livingOf({ profiles: deps.profiles, tenant, profileId: row.profileId });
  if (profile === undefined) return { refused: 'no-such-person' };
  const now = deps.clock.now(tenant);
  const live = await deps.live.of(tenant);
  const { offer } = gives;
  const coupon = await deps.giveOffer({ live, profile, offer, issueKey: issueKeyOf(row), now });
  if (coupon.kind !== 'done')
    return { refused: coupon.kind === 'none' ? coupon.reason : 'offer-unavailable' };
  return { name, offer, ...givenIn(coupon.output) };
};
