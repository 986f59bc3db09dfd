import { keptLines } from '../orders/order-lines.ts';
import { isCounted, type Order, type OrderLine, refundedOfOrder } from '../orders/orders.ts';
import type { EarningRule } from './program-schema.ts';

type Counted = Pick<EarningRule, 'perAmount' | 'perItem' | 'products' | 'categories'>;

const fits = (rule: Counted) => {
  const { products, categories } = rule;
  return (line: OrderLine): boolean =>
    (products === undefined ||
      products.some((product) => product === line.productId || product === line.sku)) &&
    (categories === undefined || (line.category !== undefined && categories.includes(line.category)));
};

const valueOf = (lines: readonly OrderLine[]): number =>
  lines.reduce((sum, { price = 0, quantity }) => sum + price * quantity, 0);

/** The part of the revenue that the lines of a rule brought: discounts of the order are spread by value. */
const amountOf = (input: { rule: Counted; revenue: number; lines: readonly OrderLine[] }): number => {
  const { rule, revenue, lines } = input;
  if (rule.products === undefined && rule.categories === undefined) return revenue;
  const all = valueOf(lines);
  return all === 0 ? 0 : Math.round((revenue * valueOf(lines.filter(fits(rule)))) / all);
};

/**
 * What an earning rule counts of an order as it stands, refunds and returned goods taken off: minor units with `perAmount`,
 * items with `perItem`, else 1 when anything of it is left. Nothing of an order that is cancelled, a test or refunded whole;
 * no amount of one in another currency than that of the shop.
 */
export const orderBase = (input: { rule: Counted; order: Order; currency: string }): number => {
  const { rule, order, currency } = input;
  const { money } = order;
  if (!isCounted(order)) return 0;
  const refunded = refundedOfOrder(order);
  const revenue = (money?.revenue ?? 0) - refunded;
  if (refunded > 0 && revenue <= 0) return 0;
  const lines = keptLines(order);
  if (rule.perAmount !== undefined) {
    return money?.currency === currency ? amountOf({ rule, revenue, lines }) : 0;
  }
  const fitting = lines.filter(fits(rule));
  if (rule.perItem === true) return Math.floor(fitting.reduce((sum, { quantity }) => sum + quantity, 0));
  const isNarrow = rule.products !== undefined || rule.categories !== undefined;
  return !isNarrow || fitting.length > 0 ? 1 : 0;
};
