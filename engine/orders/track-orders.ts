import { hashId } from '../../domain/hash.ts';
import type { AcceptedEvent } from '../../domain/events/event.ts';
import { orderChange } from '../../domain/orders/order-change.ts';
import { refundedOfOrder } from '../../domain/orders/orders.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { EventRow } from '../events/ports.ts';
import type { OfferStore } from '../offers/ports.ts';
import type { OrderStore } from '../people/ports.ts';
import { ownEvent } from '../people/own-event.ts';

type Deps = {
  readonly offers: OfferStore;
  readonly orders: OrderStore;
  readonly accept: (input: { tenant: string; events: readonly AcceptedEvent[] }) => Promise<unknown>;
};
type Input = {
  row: EventRow;
  live: LiveWorkspace;
  profile: Profile;
  now: number;
  /** Whether it is fresh enough to start something. What was used, given back or taken back counts anyway. */
  fires: boolean;
};

/** Redeems the coupons an order used, and tells of those that were given to whoever bought. */
const redeem = async (input: {
  deps: Deps;
  at: Input;
  orderId: string;
  codes: readonly string[];
}): Promise<void> => {
  const { deps, orderId } = input;
  const { row, profile, now, fires } = input.at;
  const { tenant } = row;
  for (const code of input.codes) {
    const used = { tenant, code, orderId, profileId: profile.id, at: row.timestamp };
    const coupon = await deps.offers.redeem(used);
    if (!fires || coupon?.profileId !== profile.id) continue;
    const properties = { code: coupon.code, offer: coupon.offer, order_id: orderId };
    const name = 'Coupon Redeemed';
    const told = hashId(row.id, coupon.offer, coupon.code);
    const item = { id: hashId(tenant, told, name, profile.id), name, properties, at: now };
    await deps.accept({ tenant, events: [ownEvent({ item, profileId: profile.id })] });
  }
};

/**
 * Makes the part of the dispatch that follows orders: coupons are redeemed and given back. A purchase that names another
 * than whose the order is does none of it.
 */
export const createTrackOrders = (deps: Deps) => {
  return async (input: Input): Promise<void> => {
    const { row, live, profile } = input;
    const { tenant } = row;
    const change = orderChange({ event: row, currency: live.published.settings.currency });
    if (change === undefined) return;
    const { orderId } = change;
    const order = await deps.orders.get({ tenant, orderId });
    if (row.name === 'Order Completed') {
      if (order !== undefined && order.profileId !== profile.id) return;
      await redeem({ deps, at: input, orderId, codes: change.coupons ?? [] });
    }
    if (row.name === 'Order Cancelled') await deps.offers.release({ tenant, orderId });
    if (row.name === 'Order Refunded') {
      const isWhole = order === undefined || refundedOfOrder(order) >= (order.money?.revenue ?? 0);
      if (isWhole) await deps.offers.release({ tenant, orderId });
    }
  };
};
