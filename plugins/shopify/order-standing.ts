import { z } from 'zod';
import type { Money } from './fields.ts';
import { maybe, money, sum } from './fields.ts';
import type { Line, Standing } from './lines.ts';
import { linesBack, refund, shippingBack } from './refunds.ts';

/** What an order says of itself after edits and refunds. */
export const edited = {
  current_subtotal_price: maybe(money),
  current_total_tax: maybe(money),
  refunds: maybe(z.array(refund)),
};

type Edited = { [K in keyof typeof edited]: z.output<(typeof edited)[K]> } & {
  readonly subtotal_price: Money;
  readonly total_tax: Money | undefined;
  readonly cancelled_at: string | undefined;
  readonly line_items: readonly Line[];
};

const more = (one: Money, two: Money): Money => (one > two ? one : two);

/**
 * The order after edits (an upsell, a line taken off) and before refunds, which come as events of their own. Shopify's
 * `current_` amounts are after both, so what the order says was refunded is added; when it does not say, a smaller amount
 * may be a refund and is left alone. A cancelled order stands as it was placed.
 */
export const standingOf = (of: Edited): Standing => {
  const placed = { subtotal: of.subtotal_price, tax: of.total_tax ?? 0n, lines: of.line_items };
  if (of.cancelled_at !== undefined) return placed;
  const { refunds, current_subtotal_price: subtotal, current_total_tax: tax } = of;
  const before = (now: Money, was: Money, back: readonly Money[]): Money =>
    refunds === undefined ? more(now, was) : now + sum(back);
  return {
    subtotal:
      subtotal === undefined
        ? placed.subtotal
        : before(
            subtotal,
            placed.subtotal,
            (refunds ?? []).map((one) => linesBack(one).net),
          ),
    tax:
      tax === undefined
        ? placed.tax
        : before(
            tax,
            placed.tax,
            (refunds ?? []).map((one) => linesBack(one).tax + shippingBack(one).tax),
          ),
    lines: of.line_items.filter((one) => one.current_quantity !== 0),
  };
};
