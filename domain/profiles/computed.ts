import type { Rfm } from '../value/rfm.ts';

/** What orders brought beyond revenue: decimals of the tenant's currency; see `orderValue`. */
export type OrderValue = {
  /** Discounts that were given, over all orders. */
  readonly discounts: number;
  /** What was paid for shipping, over all orders. */
  readonly shipping: number;
  /** Orders of which the cost of all goods is known; what follows is about them, and absent without any. */
  readonly costedOrders: number;
  readonly cost?: number;
  readonly margin?: number;
  readonly profit?: number;
  /** Profit by the revenue of the same orders, as a share. */
  readonly profitability?: number;
  /** The same in minor units of `currency`, in which they are summed. */
  readonly money: {
    readonly currency: string;
    readonly discounts: number;
    readonly shipping: number;
    readonly costedRevenue?: number;
    readonly cost?: number;
    readonly margin?: number;
    readonly profit?: number;
  };
};

/** What is worked out from the orders of a person, by `computeFromOrders`. */
export type Computed = {
  readonly orders: number;
  /** Decimal, in the tenant's currency: goods without tax and shipping, net of refunds, no cancelled or test orders. */
  readonly revenue: number;
  readonly averageOrder: number;
  readonly refunded: number;
  /** The same amounts in minor units of `currency`, in which they are summed. */
  readonly money?: {
    readonly currency: string;
    readonly revenue: number;
    readonly averageOrder: number;
    readonly refunded: number;
  };
  readonly firstOrderAt?: string;
  readonly lastOrderAt?: string;
  /** Ids and SKUs of the products they own, newest last, at most 500. */
  readonly products: readonly string[];
  /** How often they came to buy: orders within 24 hours are one purchase. */
  readonly purchases?: number;
  /** Days between orders that follow each other; from two orders on. */
  readonly daysBetweenOrders?: { readonly mean: number; readonly median: number };
  /** Categories of the products they own, by name, at most 100. */
  readonly categories?: readonly string[];
  /** The category they spent most on. */
  readonly preferredCategory?: string;
  readonly value?: OrderValue;
  /** Recency, frequency and monetary quintiles against all buyers, and their group; see `rfmOf`. */
  readonly rfm?: Rfm;
};
