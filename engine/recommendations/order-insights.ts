import { type ProductFacts, productFacts } from '../../domain/recommendations/product-facts.ts';
import type { Clock } from '../clock/clock.ts';
import { createMemo } from './memo.ts';
import type { BasketReads } from './ports.ts';

/** What the orders of a tenant say now, or said a few minutes ago; up to an hour ago where nobody asked meanwhile. */
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
const productsMax = 20_000;

type Reads = { readonly baskets: BasketReads };

/** What the orders say of a product, and in how many it is, counted up to as many as are looked at. */
type Read = { readonly facts: ProductFacts; readonly orders: number };

const readProduct = async (
  { baskets }: Reads,
  { tenant, product }: { tenant: string; product: string },
): Promise<Read> => {
  const found = await baskets.withProduct({ tenant, product, limit: basketsMax });
  // Of some the product came back; they hold it no more.
  const kept = found.baskets.filter((one) => one.products.includes(product));
  return { facts: productFacts({ product, baskets: kept }), orders: found.orders };
};

/** What the orders say of a product, as they stand. */
export const readFacts = async (
  reads: Reads,
  input: { tenant: string; product: string },
): Promise<ProductFacts> => (await readProduct(reads, input)).facts;

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
  const read = createMemo<Read>({ clock, max: productsMax });
  const counts = createMemo<number>({ clock, max: productsMax });
  const sold = createMemo<ReadonlyMap<string, number>>({ clock, max: 1000 });
  const nameOf = (tenant: string, product: string): string => JSON.stringify([tenant, product]);
  return {
    facts: async ({ tenant, product }) =>
      (await read.get(nameOf(tenant, product), () => readProduct(deps, { tenant, product }))).facts,
    basketsWith: async ({ tenant, product }) => {
      const name = nameOf(tenant, product);
      // Reading the baskets with it counted them as well.
      const known = await read.known(name);
      if (known !== undefined) return known.orders;
      return counts.get(name, () => baskets.countWith({ tenant, product, limit: basketsMax }));
    },
    all: (tenant) => counts.get(nameOf(tenant, ''), () => baskets.countAll({ tenant, limit: countMax })),
    sold: (tenant) => sold.get(tenant, () => readSold(deps, { tenant, now: clock.now(tenant) })),
  };
};
