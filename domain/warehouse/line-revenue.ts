import { keptLines } from '../orders/order-lines.ts';
import { type Order, type OrderLine, refundedOfOrder } from '../orders/orders.ts';

/** A line of an order, its place from 1, how many of it were kept, and its share of the revenue in minor units. */
export type LineWithRevenue = {
  readonly line: OrderLine;
  readonly place: number;
  readonly kept: number;
  readonly revenue: number;
};

/**
 * The lines of an order with what of its revenue, net of refunds, falls on each: by the value of what was kept, or of what was
 * bought where nothing says what came back. The shares are whole minor units and sum up to the revenue exactly.
 */
export const linesWithRevenue = (order: Order): readonly LineWithRevenue[] => {
  const lines = order.goods?.lines ?? [];
  const revenue = (order.money?.revenue ?? 0) - refundedOfOrder(order);
  const left = new Map<string, number>();
  const nameOf = ({ productId, sku }: OrderLine): string => productId ?? sku ?? '';
  for (const line of keptLines(order)) left.set(nameOf(line), (left.get(nameOf(line)) ?? 0) + line.quantity);
  const kept = lines.map((line) => {
    const count = Math.min(left.get(nameOf(line)) ?? 0, line.quantity);
    left.set(nameOf(line), (left.get(nameOf(line)) ?? 0) - count);
    return count;
  });
  const byValue = (counts: readonly number[]) =>
    lines.map(({ price = 0 }, index) => price * (counts[index] ?? 0));
  const bought = lines.map(({ quantity }) => quantity);
  const candidates = [byValue(kept), byValue(bought), bought, lines.map(() => 1)];
  const weights = candidates.find((one) => one.some((weight) => weight > 0)) ?? [];
  const total = weights.reduce((sum, weight) => sum + Math.max(0, weight), 0);
  let weighed = 0;
  let given = 0;
  return lines.map((line, index) => {
    weighed += Math.max(0, weights[index] ?? 0);
    const upTo = index === lines.length - 1 ? revenue : Math.round((revenue * weighed) / total);
    const share = upTo - given;
    given = upTo;
    return { line, place: index + 1, kept: kept[index] ?? 0, revenue: share };
  });
};
