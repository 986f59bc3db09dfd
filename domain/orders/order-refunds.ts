import { isObject } from '../json.ts';
import { readAmount, toMinor } from '../money.ts';
import type { OrderMoney } from './orders.ts';

/**
 * What one refund said, as decimals: their currency may only be known from the order. A refund in another currency
 * than its order's takes nothing off, since nobody has said at what rate.
 */
export type Refund = {
  readonly currency?: string;
  /** Goods without tax and shipping. */
  readonly revenue?: number;
  /** Goods; with the tax on them where the prices of the order include tax. */
  readonly subtotal?: number;
  /** The tax on the goods. */
  readonly subtotalTax?: number;
  readonly tax?: number;
  readonly shipping?: number;
  /** The money that went back, tax and shipping included. */
  readonly total?: number;
  /** How many of which products came back, by product id, or SKU where there is none. */
  readonly returned?: readonly { readonly product: string; readonly quantity: number }[];
};

type Properties = Readonly<Record<string, unknown>>;

const idOf = (value: unknown): string | undefined =>
  typeof value === 'number' ? String(value) : typeof value === 'string' && value !== '' ? value : undefined;

/** The currency an event names, as `EUR`; a value that is no text names none. */
export const currencyOf = ({ currency }: Properties): string | undefined =>
  typeof currency === 'string' && currency.trim() !== '' ? currency.trim().toUpperCase() : undefined;

const returnedMax = 100;
const productMax = 200;
const refundsMax = 200;

/**
 * The refunds of an order with more of them. An order keeps the first 200; what comes beyond takes nothing off, so that no
 * order grows without a bound. One that is known is told again.
 */
export const withRefunds = <One>(
  known: Readonly<Record<string, One>>,
  more: Readonly<Record<string, One>>,
): Readonly<Record<string, One>> => {
  const ids = Object.keys({ ...known, ...more }).slice(0, refundsMax);
  const kept = new Set(ids);
  return Object.fromEntries(Object.entries({ ...known, ...more }).filter(([id]) => kept.has(id)));
};

const returnedOf = (properties: Properties): NonNullable<Refund['returned']> => {
  const products = Array.isArray(properties['products']) ? properties['products'] : [];
  return products.slice(0, returnedMax).flatMap((line: unknown) => {
    if (!isObject(line)) return [];
    const product = idOf(line['product_id']) ?? idOf(line['sku']);
    return product === undefined
      ? []
      : [{ product: product.slice(0, productMax), quantity: readAmount(line['quantity']) ?? 1 }];
  });
};

/** What an `Order Refunded` says of the money; null, the whole order, when it names no amount. */
export const readRefund = (properties: Properties): Refund | null => {
  const amounts = {
    revenue: readAmount(properties['revenue']),
    subtotal: readAmount(properties['subtotal']),
    subtotalTax: readAmount(properties['subtotal_tax']),
    tax: readAmount(properties['tax']),
    shipping: readAmount(properties['shipping']),
    total: readAmount(properties['total']),
  };
  const { revenue, subtotal, total } = amounts;
  if (revenue === undefined && subtotal === undefined && total === undefined) return null;
  const currency = currencyOf(properties);
  const returned = returnedOf(properties);
  return {
    ...Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount !== undefined)),
    ...(currency === undefined ? {} : { currency }),
    ...(returned.length === 0 ? {} : { returned }),
  };
};

/** What of the order's revenue one refund takes off, in minor units; below zero where it corrects an earlier one. */
const goodsOf = (input: { refund: Refund | null; money: OrderMoney }): number => {
  const { refund, money } = input;
  if (refund === null) return money.revenue;
  if (refund.currency !== undefined && refund.currency !== money.currency) return 0;
  const minor = (amount: number | undefined): number => toMinor({ amount, currency: money.currency }) ?? 0;
  const { revenue, subtotal, subtotalTax, tax, shipping, total } = refund;
  if (revenue !== undefined) return minor(revenue);
  if (subtotal !== undefined) {
    return money.taxesIncluded === true ? minor(subtotal) - minor(subtotalTax ?? tax) : minor(subtotal);
  }
  if (tax !== undefined || shipping !== undefined) return minor(total) - minor(tax) - minor(shipping);
  const paid = money.total ?? 0;
  return paid > money.revenue ? Math.round((minor(total) * money.revenue) / paid) : minor(total);
};

/** What was paid back of the revenue of an order, in minor units: at least nothing, at most all of it. */
export const refundedOf = (input: {
  money: OrderMoney;
  refunds: Readonly<Record<string, Refund | null>> | undefined;
}): number => {
  const { money } = input;
  const all = Object.values(input.refunds ?? {});
  const sum = all.reduce<number>((total, refund) => total + goodsOf({ refund, money }), 0);
  return Math.min(Math.max(0, sum), Math.max(0, money.revenue));
};

/** How many of each product came back, over all refunds of an order. */
export const returnedProducts = (
  refunds: Readonly<Record<string, Refund | null>> | undefined,
): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const refund of Object.values(refunds ?? {})) {
    for (const { product, quantity } of refund?.returned ?? []) {
      counts.set(product, (counts.get(product) ?? 0) + quantity);
    }
  }
  return counts;
};
