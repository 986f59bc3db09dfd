import { type Order, refundedOfOrder } from '../orders/orders.ts';

/**
 * What of the worth of a goal (`minor`, in minor units) was given back since: the part of its order that was refunded, all of an order that
 * was cancelled. By part, since what a goal counts need not be what the order counts, such as with or without tax.
 */
export const refundedOfGoal = (input: { minor: number; order: Order }): number => {
  const { minor, order } = input;
  if (order.cancelledAt !== undefined) return minor;
  const revenue = order.money?.revenue ?? 0;
  if (revenue <= 0) return 0;
  const part = Math.min(1, Math.max(0, refundedOfOrder(order) / revenue));
  return Math.round(minor * part);
};
