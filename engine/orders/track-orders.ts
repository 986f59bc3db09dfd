import type { Part } from '../../domain/offers/redemptions/decide-roll-back.ts';
import { orderChange } from '../../domain/orders/order-change.ts';
import { refundedOfOrder } from '../../domain/orders/orders.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { EventRow } from '../events/ports.ts';
import type { OffersOfOrder } from '../offers/redemptions/offers-of-order.ts';
import type { OrderStore } from '../people/ports.ts';

type Deps = {
  readonly offersOfOrder: OffersOfOrder;
  readonly orders: OrderStore;
};
type Input = {
  row: EventRow;
  live: LiveWorkspace;
  profile: Profile;
  now: number;
  /** Whether it is fresh enough to start something. What was used, given back or taken back counts anyway. */
  fires: boolean;
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
      const { now, fires } = input;
      const { properties } = row;
      await deps.offersOfOrder.redeem({ live, profile, order: change, properties, now, fires });
    }
    const back = { tenant, orderId, key: row.id, now: input.now };
    if (row.name === 'Order Cancelled') {
      await deps.offersOfOrder.rollBack({ ...back, part: { kind: 'whole' } });
    }
    if (row.name === 'Order Refunded') {
      const revenue = order?.money?.revenue ?? 0;
      const returned = order === undefined ? revenue : refundedOfOrder(order);
      const part: Part = returned >= revenue ? { kind: 'whole' } : { kind: 'up-to', returned, of: revenue };
      await deps.offersOfOrder.rollBack({ ...back, part });
    }
  };
};
