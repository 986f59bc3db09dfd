import type { AcceptedEvent } from '../../domain/events/event.ts';
import { hashId } from '../../domain/hash.ts';
import type { JsonObject } from '../../domain/json.ts';
import { referralEvents } from '../../domain/referrals/referral-event-names.ts';
import {
  type Passage,
  type Referral,
  type Reward,
  type Side,
  sides,
} from '../../domain/referrals/referral.ts';
import { ownEvent } from '../people/own-event.ts';

const rewardOf = (referral: Referral, side: Side): Reward | undefined =>
  referral.rewards?.find((one) => one.side === side && one.milestone === undefined);

/** What of a side's reward an event says. */
const rewardFields = (referral: Referral, side: Side, passage: Passage): JsonObject => {
  const reward = rewardOf(referral, side);
  if (reward === undefined) return {};
  if (passage.state === 'rewarded') {
    return reward.given === undefined
      ? { refused: reward.refused ?? '' }
      : { offer: reward.offer, reward: reward.given };
  }
  if (passage.state !== 'clawed-back' || reward.takenBack === undefined) return {};
  return { offer: reward.offer, taken_back: reward.takenBack, reward: reward.given ?? {} };
};

/** What an invitation says to the friend: who asks, and the advocate's link. */
const invitationFields = (input: Told & { side: Side }): JsonObject => {
  const { referral, passage, side, linkOf } = input;
  if (passage.state !== 'invited') return {};
  const { advocateName, code } = referral;
  const name = side === 'friend' && advocateName !== undefined ? { advocate_name: advocateName } : {};
  return { ...name, link: `${linkOf(code)}?via=invitation` };
};

type Told = {
  readonly referral: Referral;
  readonly passage: Passage;
  /** The link of a code. */
  readonly linkOf: (code: string) => string;
};

const propertiesOf = (input: Told & { side: Side }): JsonObject => {
  const { referral, passage, side } = input;
  const { state, note } = passage;
  const reasons = (referral.reasons ?? []).map(({ reason }) => reason).join(', ');
  const reason = state === 'denied' || state === 'held' ? (note ?? reasons) : note;
  return {
    referral_id: referral.id,
    ...(referral.orderId === undefined ? {} : { order_id: referral.orderId }),
    code: referral.code,
    role: side,
    ...(side === 'advocate' ? { friend: referral.friend } : { advocate: referral.advocate }),
    ...(reason === undefined ? {} : { reason }),
    ...(state === 'qualified' && referral.rewardAt !== undefined
      ? { reward_at: new Date(referral.rewardAt).toISOString() }
      : {}),
    ...invitationFields(input),
    ...rewardFields(referral, side, passage),
  };
};

/** What both sides are told of one passage of a referral; always the same ids, so that it may be told again. */
export const passageEvents = (input: {
  referral: Referral;
  /** The place of the passage in the history. */
  index: number;
  now: number;
  linkOf: (code: string) => string;
}): readonly AcceptedEvent[] => {
  const { referral, index, now, linkOf } = input;
  const { tenant, id, advocate, friend, history } = referral;
  const passage = history[index];
  const name = passage === undefined ? undefined : referralEvents[passage.state];
  if (passage === undefined || name === undefined) return [];
  return sides.flatMap((side) => {
    if (side === 'friend' && friend === advocate) return [];
    const item = {
      id: hashId(tenant, 'referral', id, index, side),
      name,
      properties: propertiesOf({ referral, passage, side, linkOf }),
      at: now,
    };
    return [ownEvent({ item, profileId: side === 'advocate' ? advocate : friend })];
  });
};

/** What an advocate is told of a milestone; once, whichever referral it came with. */
export const milestoneEvent = (input: { referral: Referral; reward: Reward; now: number }): AcceptedEvent => {
  const { referral, reward, now } = input;
  const properties = {
    friends: reward.milestone ?? 0,
    offer: reward.offer,
    ...(reward.given === undefined ? { refused: reward.refused ?? '' } : { reward: reward.given }),
  };
  const id = hashId(reward.issueKey, 'told');
  const item = { id, name: 'Referral Milestone Reached', properties, at: now };
  return ownEvent({ item, profileId: referral.advocate });
};
