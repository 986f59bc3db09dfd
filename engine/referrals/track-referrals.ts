import { hashId } from '../../domain/hash.ts';
import type { AcceptedEvent } from '../../domain/events/event.ts';
import type { JsonObject } from '../../domain/json.ts';
import { toMinor } from '../../domain/money.ts';
import { referralCodeOf } from '../../domain/profiles/apply-event.ts';
import { orderChange } from '../../domain/orders/order-change.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { judgeReferral } from '../../domain/referrals/judge-referral.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { EventRow } from '../events/ports.ts';
import type { Referral, ReferralStore } from './ports.ts';
import type { OrderStore, ProfileStore } from '../people/ports.ts';
import { addressOf } from '../../domain/gate/reach.ts';
import { livingOf } from '../people/follow-merges.ts';
import { ownEvent } from '../people/own-event.ts';

type Deps = {
  readonly referrals: ReferralStore;
  readonly orders: OrderStore;
  readonly profiles: ProfileStore;
  readonly accept: (input: { tenant: string; events: readonly AcceptedEvent[] }) => Promise<unknown>;
};
type Input = {
  row: EventRow;
  live: LiveWorkspace;
  profile: Profile;
  now: number;
  /** Whether it is fresh enough to start something. What was taken back counts anyway. */
  fires: boolean;
};

const dayMs = 24 * 3_600_000;

const reach = (profile: Profile) => {
  const of = (channel: string): readonly string[] => {
    const address = addressOf({ profile, channel });
    return address === undefined ? [] : [address];
  };
  const known = (kind: string) =>
    profile.ids.filter((id) => id.startsWith(`${kind}:`)).map((id) => id.slice(kind.length + 1));
  return {
    id: profile.id,
    emails: [...new Set([...of('email'), ...known('email')])],
    phones: [...new Set([...of('sms'), ...known('phone')])],
  };
};

const tell = async (input: {
  deps: Deps;
  row: EventRow;
  profileId: string;
  name: string;
  properties: JsonObject;
  now: number;
}): Promise<void> => {
  const { deps, row, profileId, name, properties, now } = input;
  const item = { id: hashId(row.tenant, row.id, name, profileId), name, properties, at: now };
  await deps.accept({ tenant: row.tenant, events: [ownEvent({ item, profileId })] });
};

type Claim = { deps: Deps; at: Input; code: string; orderId: string; revenue: number; test: boolean };

/** Why the referral may not count; empty when it may. Undefined when there is no such programme. */
const reasonsAgainst = async (
  input: Claim & { advocate: Profile },
): Promise<readonly string[] | undefined> => {
  const { deps, orderId, advocate } = input;
  const { row, live, profile, now } = input.at;
  const { tenant } = row;
  const { referral, currency } = live.published.settings;
  if (referral?.enabled !== true) return undefined;
  const orders = await deps.orders.of({ tenant, profileId: profile.id });
  const earlier = orders.filter(
    (order) =>
      order.orderId !== orderId &&
      order.placedAt !== undefined &&
      order.cancelledAt === undefined &&
      order.placedAt < row.timestamp,
  );
  const counted = await deps.referrals.ofFriend({ tenant, friend: profile.id });
  const back = await deps.referrals.ofFriend({ tenant, friend: advocate.id });
  return judgeReferral({
    advocate: reach(advocate),
    friend: { ...reach(profile), earlierOrders: earlier.length },
    order: { revenueMinor: input.revenue, test: input.test },
    minOrderMinor: toMinor({ amount: referral.minOrder, currency }) ?? 0,
    lastDay: await deps.referrals.count({ tenant, advocate: advocate.id, since: now - dayMs }),
    refuse: referral.refuse,
    isLoop: back !== undefined && back.advocate === profile.id,
    countedBefore: counted !== undefined && counted.orderId !== orderId,
  });
};

const tellOutcome = async (input: Claim & { stands: Referral; advocate: Profile }): Promise<void> => {
  const { deps, stands, advocate } = input;
  const { row, now, profile } = input.at;
  const about = { order_id: input.orderId, code: input.code };
  const told = { deps, row, now };
  if (stands.state === 'refused') {
    const properties = { ...about, reason: stands.reason ?? '' };
    await tell({ ...told, profileId: advocate.id, name: 'Referral Refused', properties });
    return;
  }
  const name = 'Referral Qualified';
  const toAdvocate = { ...about, role: 'advocate', friend: profile.id };
  await tell({ ...told, profileId: advocate.id, name, properties: toAdvocate });
  const toFriend = { ...about, role: 'friend', advocate: advocate.id };
  await tell({ ...told, profileId: profile.id, name, properties: toFriend });
};

const judge = async (input: Claim): Promise<void> => {
  const { deps, code, orderId } = input;
  const { row, profile, now } = input.at;
  const { tenant } = row;
  const advocateId = await deps.referrals.advocate({ tenant, code });
  if (advocateId === undefined) return;
  const advocate = await livingOf({ profiles: deps.profiles, tenant, profileId: advocateId });
  if (advocate === undefined) return;
  const reasons = await reasonsAgainst({ ...input, advocate });
  if (reasons === undefined) return;
  const stands = await deps.referrals.add({
    tenant,
    orderId,
    code,
    advocate: advocate.id,
    friend: profile.id,
    state: reasons.length === 0 ? 'qualified' : 'refused',
    at: now,
    ...(reasons.length === 0 ? {} : { reason: reasons.join(', ') }),
  });
  await tellOutcome({ ...input, stands, advocate });
};

const reverse = async (input: { deps: Deps; at: Input; orderId: string; reason: string }): Promise<void> => {
  const { deps, orderId, reason } = input;
  const { row, now } = input.at;
  const { tenant } = row;
  const referral = await deps.referrals.get({ tenant, orderId });
  if (referral === undefined || referral.state === 'refused') return;
  await deps.referrals.reverse({ tenant, orderId, reason, at: now });
  const people = [
    { profileId: referral.advocate, role: 'advocate' },
    { profileId: referral.friend, role: 'friend' },
  ];
  for (const { profileId, role } of people) {
    const properties = { order_id: orderId, role, reason };
    await tell({ deps, row, now, profileId, name: 'Referral Reversed', properties });
  }
};

/**
 * Makes the part of the dispatch that follows referrals: they are judged on a friend's first order and taken back when it
 * is refunded or cancelled. A purchase that names another than whose the order is does none of it.
 */
export const createTrackReferrals = (deps: Deps) => {
  return async (input: Input): Promise<void> => {
    const { row, live, profile } = input;
    const { tenant } = row;
    const change = orderChange({ event: row, currency: live.published.settings.currency });
    if (change === undefined) return;
    const { orderId } = change;
    if (row.name === 'Order Cancelled') await reverse({ deps, at: input, orderId, reason: 'cancelled' });
    if (row.name === 'Order Refunded') await reverse({ deps, at: input, orderId, reason: 'refunded' });
    if (row.name !== 'Order Completed') return;
    const order = await deps.orders.get({ tenant, orderId });
    if (order !== undefined && order.profileId !== profile.id) return;
    const code =
      referralCodeOf(row) ??
      profile.referredBy ??
      (change.coupons ?? []).find((one) => one.startsWith('FRIEND-'));
    if (code === undefined || !input.fires) return;
    const { revenue = 0 } = change.money ?? {};
    await judge({ deps, at: input, code, orderId, revenue, test: change.test ?? false });
  };
};
