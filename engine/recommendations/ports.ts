import type { Basket } from '../../domain/recommendations/product-facts.ts';

/** Orders as recommendations read them: those that count, with what their customers kept. */
export type BasketReads = {
  /** The last orders with a product: how many were looked at, and the baskets that they are, the newest first. */
  readonly withProduct: (input: {
    tenant: string;
    product: string;
    limit: number;
  }) => Promise<{ readonly orders: number; readonly baskets: readonly Basket[] }>;
  /** Baskets with a product that were bought within a time (epoch ms), the newest first. */
  readonly withProductBetween: (input: {
    tenant: string;
    product: string;
    from: number;
    until: number;
    limit: number;
  }) => Promise<readonly Basket[]>;
  /** The last baskets of a tenant since an instant (epoch ms), the newest first. */
  readonly recent: (input: { tenant: string; since: number; limit: number }) => Promise<readonly Basket[]>;
  /** In how many orders a product is, counted up to `limit`. */
  readonly countWith: (input: { tenant: string; product: string; limit: number }) => Promise<number>;
  /** How many orders were placed, counted up to `limit`. */
  readonly countAll: (input: { tenant: string; limit: number }) => Promise<number>;
};
