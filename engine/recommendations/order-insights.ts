import { LRUCache } from 'lru-cache';

import { type ProductFacts, productFacts } from '../../domain/recommendations/product-facts.ts';
import type { Clock } from '../clock/clock.ts';
import type { BasketReads } from './ports.ts';

/** What the orders of a tenant say now, or said a few minutes ago. */
export type OrderInsights = {
  readonly facts: (input: { tenant: string; product: string }) => Promise<ProductFacts>;
  readonly basketsWith: (input: { tenant: string; product: string }) => Promise<number>;
  readonly all: (tenant: string) => Promise<number>;
  /** How often each product was bought in the last 90 days, the most first. */
  readonly sold: (tenant: string) => Promise<ReadonlyMap<string, number>>;
};

/** The last baskets with a product that are looked at, and the last of the tenant. */
const basketsMax = 2000;
const recentMax = 5000;
const countMax = 1_000_000;
const soldMax = 500;
const dayMs = 86_400_000;
const recentDays = 90;
/** So long an answer is used again. */
const freshMs = 5 * 60_000;
const productsMax = 20_000;

/** Remembers answers for a while; those who ask at once share one. */
const createMemo = <T>(clock: Pick<Clock, 'systemTime'>, max: number) => {
  const known = new LRUCache<string, { readonly at: number; readonly value: Promise<T> }>({ max });
  return (key: string, make: () => Promise<T>): Promise<T> => {
    const now = clock.systemTime();
    const found = known.get(key);
    if (found !== undefined && now - found.at < freshMs) return found.value;
    const value = make();
    known.set(key, { at: now, value });
    value.catch(() => known.delete(key));
    return value;
  };
};

type Reads = { readonly baskets: BasketReads };

/** What the orders say of a product, as they stand. */
export const readFacts = async (
  { baskets }: Reads,
  { tenant, product }: { tenant: string; product: string },
): Promise<ProductFacts> => {
  const found = await baskets.withProduct({ tenant, product, limit: basketsMax });
  // Of some the product came back; they hold it no more.
  return productFacts({ product, baskets: found.filter((one) => one.products.includes(product)) });
};

/** How often each product was bought in the 90 days before an instant, the most first, as the orders stand. */
export const readSold = async (
  { baskets }: Reads,
  { tenant, now }: { tenant: string; now: number },
): Promise<ReadonlyMap<string, number>> => {
  const since = now - recentDays * dayMs;
  const counted = new Map<string, number>();
  for (const { products } of await baskets.recent({ tenant, since, limit: recentMax })) {
    for (const product of products) counted.set(product, (counted.get(product) ?? 0) + 1);
  }
  return new Map([...counted].toSorted(([, a], [, b]) => b - a).slice(0, soldMax));
};

/**
 * Makes the reading of what orders say: of each product the last 2,000 baskets with it, of the tenant the last 5,000 of 90 days.
 * Everything is worked out from the orders as they stand, so there is no count that could go wrong.
 */
export const createOrderInsights = (deps: { baskets: BasketReads; clock: Clock }): OrderInsights => {
  const { baskets, clock } = deps;
  const facts = createMemo<ProductFacts>(clock, productsMax);
  const counts = createMemo<number>(clock, productsMax);
  const sold = createMemo<ReadonlyMap<string, number>>(clock, 1000);
  const nameOf = (tenant: string, product: string): string => JSON.stringify([tenant, product]);
  return {
    facts: ({ tenant, product }) =>
      facts(nameOf(tenant, product), () => readFacts(deps, { tenant, product })),
    basketsWith: ({ tenant, product }) =>
      counts(nameOf(tenant, product), () => baskets.countWith({ tenant, product, limit: basketsMax })),
    all: (tenant) => counts(nameOf(tenant, ''), () => baskets.countAll({ tenant, limit: countMax })),
    sold: (tenant) => sold(tenant, () => readSold(deps, { tenant, now: clock.now(tenant) })),
  };
};
