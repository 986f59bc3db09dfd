import type { Order } from '../../orders/orders.ts';
import { toDuration } from '../../time/duration.ts';
import { addDuration } from '../../time/shift.ts';
import type { EarningRule } from '../program-schema.ts';

/**
 * When the points of an order become active (epoch milliseconds): so long after the order or its delivery, and without news of
 * a delivery after the longest time. Undefined when the rule has them active at once.
 */
export const pendingUntil = (input: {
  rule: Pick<EarningRule, 'pending'>;
  order: Pick<Order, 'placedAt' | 'deliveredAt'>;
  /** When the order is not known to have been placed. */
  now: number;
  zone: string;
}): number | undefined => {
  const { order, now, zone } = input;
  const { pending } = input.rule;
  if (pending === undefined) return undefined;
  const after = (from: number, text: string): number =>
    addDuration({ from, duration: toDuration(text), zone });
  const placed = order.placedAt ?? now;
  if (pending.after === 'order') return after(placed, pending.for);
  return order.deliveredAt === undefined
    ? after(placed, pending.atMost)
    : after(order.deliveredAt, pending.for);
};
