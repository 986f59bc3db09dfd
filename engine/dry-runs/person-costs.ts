import { cartOfOrder } from '../../domain/offers/discount/order-cart.ts';
import { workOutDiscount } from '../../domain/offers/discount/work-out.ts';
import type { OfferDefinition } from '../../domain/offers/offer-definition.ts';
import { orderValue } from '../../domain/orders/order-value.ts';
import { type Order, refundedOfOrder } from '../../domain/orders/orders.ts';
import { costsOfPerson, noCosts, type PlayCosts } from '../../domain/dry-run/costs.ts';
import { addCounts, type Counts } from '../../domain/dry-run/tally.ts';
import type { Simulation, TimelineItem } from '../../domain/simulate/simulation.ts';
import { isObject } from '../../domain/json.ts';
import type { ChooseLines } from '../offers/redemptions/choose-lines.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';

/** A coupon that a step gave: to be used between two instants. */
type Given = { readonly offer: string; readonly at: number; readonly until: number };

const givenOf = ({ kind, detail, at }: TimelineItem): readonly Given[] => {
  if (kind !== 'issued' || !isObject(detail)) return [];
  const { offer, expiresAt } = detail;
  if (typeof offer !== 'string') return [];
  return [{ offer, at, until: typeof expiresAt === 'string' ? Date.parse(expiresAt) : Infinity }];
};

const awardedOf = ({ detail }: TimelineItem): Counts => {
  if (!isObject(detail)) return {};
  const { program, by } = detail;
  return typeof program === 'string' && typeof by === 'number' && by > 0 ? { [program]: by } : {};
};

type Costing = { readonly live: LiveWorkspace; readonly chooseLines: ChooseLines };

/** What an offer would take off an order, in minor units; 0 where it does not apply. */
const discountOn = (input: Costing & { offer: OfferDefinition | undefined; order: Order }): number => {
  const { offer, order, live, chooseLines } = input;
  const cart = cartOfOrder(order);
  if (offer === undefined || offer.currency !== cart.currency) return 0;
  if (cart.orderValue < (offer.limits.minOrder ?? 0)) return 0;
  const zone = live.published.settings.timezone;
  const chosen = chooseLines({ offer, cart, now: order.placedAt ?? 0, zone });
  return workOutDiscount({ benefit: offer.benefit, cart, chosen, worth: offer.worth }).amount;
};

/** Each coupon is used by the first order after it that it takes something off; an order uses one. */
const usesOf = (
  input: Costing & { coupons: readonly Given[]; orders: readonly Order[] },
): { readonly used: Counts; readonly discount: Counts } => {
  const { coupons, live } = input;
  let left = input.orders.toSorted((a, b) => (a.placedAt ?? 0) - (b.placedAt ?? 0));
  let used: Counts = {};
  let discount: Counts = {};
  for (const { offer: key, at, until } of coupons.toSorted((a, b) => a.at - b.at)) {
    const offer = live.offers.get(key);
    for (const order of left) {
      const placedAt = order.placedAt ?? 0;
      if (placedAt < at || placedAt > until) continue;
      const amount = discountOn({ ...input, offer, order });
      if (amount === 0) continue;
      left = left.filter((one) => one !== order);
      used = addCounts(used, { [key]: 1 });
      discount = addCounts(discount, { [key]: amount });
      break;
    }
  }
  return { used, discount };
};

/**
 * Works out what one person's play gave away and brought in: coupons and what they would take off the orders that followed
 * them, points by programme, orders and their margin. Nothing for anyone who did not enter, or was held out.
 */
export const personCosts = (input: Costing & { simulation: Simulation }): PlayCosts => {
  const { simulation, live } = input;
  const runs = simulation.runs.filter(({ outcome }) => outcome !== 'held-out');
  if (runs.length === 0) return noCosts;
  const { currency } = live.published.settings;
  const { points, orders: all } = simulation.books ?? { points: [], orders: [] };
  const orders = all.filter(({ money }) => money?.currency === currency);
  const timeline = runs.flatMap((run) => run.timeline);
  const coupons = timeline.flatMap(givenOf);
  const { costedOrders, money } = orderValue({ orders, currency });
  const sumOf = (of: (one: (typeof points)[number]) => Counts): Counts =>
    points.map(of).reduce(addCounts, {});
  return costsOfPerson({
    segments: simulation.profile.segments,
    sums: {
      people: 1,
      coupons: coupons.map(({ offer }): Counts => ({ [offer]: 1 })).reduce(addCounts, {}),
      ...usesOf({ ...input, coupons, orders }),
      earned: sumOf(({ program, earned }) => ({ [program]: earned })),
      bySteps: timeline.map(awardedOf).reduce(addCounts, {}),
      outstanding: sumOf(({ program, outstanding }) => ({ [program]: outstanding })),
      orders: orders.length,
      revenue: orders.reduce((sum, order) => sum + (order.money?.revenue ?? 0) - refundedOfOrder(order), 0),
      costed: costedOrders,
      margin: money.margin ?? 0,
    },
  });
};
