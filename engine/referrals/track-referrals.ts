import { hashId } from '../../domain/hash.ts';
import { toMinor } from '../../domain/money.ts';
import { isAnonymous } from '../../domain/offers/is-anonymous.ts';
import { orderChange } from '../../domain/orders/order-change.ts';
import { type Order, refundedOfOrder } from '../../domain/orders/orders.ts';
import { referralCodeOf } from '../../domain/profiles/apply-event.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { marksOf } from '../../domain/referrals/marks.ts';
import { invitationAsked } from '../../domain/referrals/referral-event-names.ts';
import { goOn, passInto, type Referral, reverse, type Way } from '../../domain/referrals/referral.ts';
import type { ReferralSettings } from '../../domain/workspace/referral-settings.ts';
import type { EventRow } from '../events/ports.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import { livingOf } from '../people/follow-merges.ts';
import type { OrderStore, ProfileStore } from '../people/ports.ts';
import { changeReferral } from './change-referral.ts';
import { hashMarks } from './hash-marks.ts';
import { type JudgeDeps, judgeReferral } from './judge-referral.ts';
import { isSignUp, linkVisited } from './referral-news.ts';
import { rewardTimes } from './reward-times.ts';

type Deps = JudgeDeps & { readonly orders: OrderStore; readonly profiles: ProfileStore };
type Input = {
  row: EventRow;
  live: LiveWorkspace;
  profile: Profile;
  now: number;
  /** Whether it is fresh enough to start something. What was taken back counts anyway. */
  fires: boolean;
};
type Step = Input & { deps: Deps; settings: ReferralSettings };

/** The code that speaks for a referral: of the event, the one they came with first, or one given at the till. */
const codeOf = ({ row, profile, live }: Input): string | undefined => {
  const { currency } = live.published.settings;
  const coupons = orderChange({ event: row, currency })?.coupons ?? [];
  return referralCodeOf(row) ?? profile.referredBy ?? coupons.find((one) => one.startsWith('FRIEND-'));
};

const advocateOf = async (input: Input & { deps: Deps; code: string }): Promise<Profile | undefined> => {
  const { deps, row, code } = input;
  const { tenant } = row;
  const profileId = await deps.referrals.advocate({ tenant, code });
  return profileId === undefined ? undefined : livingOf({ profiles: deps.profiles, tenant, profileId });
};

type Begin = Step & { state: Way; code: string; advocateName?: string };

/** A friend was invited, followed the link, or signed up with a code: a referral begins, or goes on. */
const begin = async (input: Begin): Promise<void> => {
  const { deps, row, profile, now, state, code, advocateName } = input;
  const { tenant } = row;
  const friend = profile.id;
  if ((await deps.referrals.counted({ tenant, friend })) !== undefined) return;
  const open = await deps.referrals.open({ tenant, friend });
  // Who is known as somebody's friend already is invited by nobody else.
  if (open !== undefined && state === 'invited') return;
  const advocate = await advocateOf({ ...input, code });
  if (advocate === undefined || advocate.id === friend) return;
  const passage = { state, at: now };
  const from = { code, advocate: advocate.id };
  if (open !== undefined) {
    await changeReferral({ deps, tenant, id: open.id, change: (one) => goOn(one, passage, from) });
    return;
  }
  const id = hashId(tenant, 'friend', friend);
  const named = advocateName === undefined ? {} : { advocateName };
  const about = { tenant, id, ...from, friend, ...named, state, at: now, history: [], told: 0 };
  // Nobody is told of a click.
  const begun = { ...passInto(about, passage), told: state === 'clicked' ? 1 : 0 };
  const stands = await deps.referrals.add(begun);
  await deps.settleReferral({ tenant, id: stands.id });
};

/** The friend came by a code: followed the link, or signed up. */
const come = async (input: Step & { state: Way }): Promise<void> => {
  const code = codeOf(input);
  if (code !== undefined) await begin({ ...input, code });
};

/** An advocate asked to have somebody invited. Who has ordered before is no friend to be brought. */
const invite = async (input: Step): Promise<void> => {
  const { properties } = input.row;
  const { invited_with: code, advocate_name: name } = properties;
  if (typeof code !== 'string' || input.profile.computed.orders > 0) return;
  const named = typeof name === 'string' ? { advocateName: name } : {};
  await begin({ ...input, state: 'invited', code, ...named });
};

/** Notes what marks a buyer, under keyed hashes: a card, a device or an address that is seen again speaks of one person. */
const noteMarks = async ({ deps, row, profile }: Step): Promise<void> => {
  const { tenant } = row;
  const marks = marksOf({ profile, event: row });
  const { current } = hashMarks({ keyring: deps.keyring, tenant, marks });
  const at = row.timestamp;
  await deps.referralMarks.note({ tenant, profileId: profile.id, marks: current, at, isOrder: true });
};

const orderFacts = (input: Input, order: Order | undefined) => {
  const { currency } = input.live.published.settings;
  const told = orderChange({ event: input.row, currency });
  const known = order ?? told;
  if (known === undefined) return undefined;
  const revenueMinor = known.money?.revenue ?? told?.money?.revenue ?? 0;
  return { revenueMinor, test: (known.test ?? told?.test) === true };
};

const qualify = async (input: Step): Promise<void> => {
  const { deps, row, profile, live, settings, now } = input;
  const { tenant } = row;
  const { currency } = live.published.settings;
  const named = row.properties['order_id'];
  const orderId = typeof named === 'string' || typeof named === 'number' ? String(named) : row.id;
  const order = await deps.orders.get({ tenant, orderId });
  if (order !== undefined && order.profileId !== profile.id) return;
  const code = codeOf(input);
  const advocate = code === undefined ? undefined : await advocateOf({ ...input, code });
  if (code === undefined || advocate === undefined) return;
  const facts = orderFacts(input, order);
  const isOrder = facts !== undefined;
  const orderedAt = order?.placedAt ?? row.timestamp;
  await judgeReferral({
    deps,
    row,
    advocate,
    friend: profile,
    orderId,
    code,
    settings,
    currency,
    now,
    times: rewardTimes({ live, settings, orderedAt, deliveredAt: order?.deliveredAt, isOrder }),
    ...(facts === undefined ? {} : { order: facts }),
  });
};

/** Whether so much of an order went back that it would not have counted. */
const isUndone = (input: {
  order: Order | undefined;
  settings: ReferralSettings | undefined;
  currency: string;
}) => {
  const { order, settings, currency } = input;
  if (order?.money === undefined) return true;
  const least = toMinor({ amount: settings?.minOrder ?? 0, currency }) ?? 0;
  const left = order.money.revenue - refundedOfOrder(order);
  return left <= 0 || left < least;
};

/** What became of an order that may have qualified a referral: delivered, cancelled, refunded. */
const followOrder = async (input: Input & { deps: Deps; orderId: string }): Promise<void> => {
  const { deps, row, live, now, orderId } = input;
  const { tenant } = row;
  const referral = await deps.referrals.ofOrder({ tenant, orderId });
  if (referral === undefined) return;
  const { currency } = live.published.settings;
  const settings = live.referral;
  const order = await deps.orders.get({ tenant, orderId });
  const isReversed =
    row.name === 'Order Cancelled' ||
    (row.name === 'Order Refunded' && isUndone({ order, settings, currency }));
  const reason = row.name === 'Order Cancelled' ? 'cancelled' : 'refunded';
  const deliveredAt = order?.deliveredAt;
  const change = (one: Referral): Referral => {
    if (isReversed) return reverse(one, { reason, at: now });
    const { orderedAt = one.at } = one;
    const isSettled = one.isRewarding === true || one.state === 'rewarded' || one.deliveredAt === deliveredAt;
    if (deliveredAt === undefined || settings === undefined || isSettled) return one;
    return { ...one, ...rewardTimes({ live, settings, orderedAt, deliveredAt, isOrder: true }) };
  };
  await changeReferral({ deps, tenant, id: referral.id, change });
};

const outcomes: ReadonlySet<string> = new Set(['Order Delivered', 'Order Cancelled', 'Order Refunded']);

/**
 * Makes the part of the dispatch that follows referrals: they begin with an invitation, a click or a sign-up, are judged when the friend qualifies, and
 * are taken back when the order goes back. A purchase that names another than whose the order is does none of it. Repeating it
 * changes nothing.
 */
export const createTrackReferrals = (deps: Deps) => {
  return async (input: Input): Promise<void> => {
    const { row, live, profile, fires } = input;
    if (row.trust === 'public') return;
    const { settings: published } = live.published;
    const change = orderChange({ event: row, currency: published.currency });
    if (change !== undefined && outcomes.has(row.name))
      await followOrder({ ...input, deps, orderId: change.orderId });
    const settings = live.referral;
    if (settings === undefined) return;
    const step = { ...input, deps, settings };
    if (row.name === 'Order Completed') await noteMarks(step);
    if (!fires) return;
    if (row.name === linkVisited)
      await come({ ...step, state: isAnonymous(profile) ? 'clicked' : 'signed-up' });
    if (row.name === invitationAsked && row.trust === 'engine') await invite(step);
    if (isSignUp(row) && !isAnonymous(profile)) await come({ ...step, state: 'signed-up' });
    if (row.name === settings.on) await qualify(step);
  };
};
