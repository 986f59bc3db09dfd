import { isAvailable } from '../../domain/catalog/product.ts';
import { shownProduct } from '../../domain/catalog/shown-product.ts';
import { hashId } from '../../domain/hash.ts';
import { basketOf } from '../../domain/recommendations/basket-of.ts';
import type { Basket } from '../../domain/recommendations/product-facts.ts';
import type { ProductRow, ProductStore } from '../catalog/ports.ts';
import type { Clock } from '../clock/clock.ts';
import type { Accept } from '../events/accept.ts';
import { ownEvent } from '../people/own-event.ts';
import type { OrderStore, ProfileStore } from '../people/ports.ts';
import { readFacts, readSold } from './order-insights.ts';
import type { BasketReads } from './ports.ts';
import { mayPersonalise } from './recommend.ts';

/** Looks at some of the products of a tenant; true when others are left for today. */
export type TellReplenishment = (tenant: string) => Promise<boolean>;

type Deps = {
  readonly baskets: BasketReads;
  readonly products: Pick<ProductStore, 'named'>;
  readonly orders: Pick<OrderStore, 'of'>;
  readonly profiles: Pick<ProfileStore, 'get'>;
  readonly accept: Accept;
  readonly clock: Clock;
};
type Due = { readonly tenant: string; readonly row: ProductRow; readonly days: number; readonly now: number };

const dayMs = 86_400_000;
const productsAtOnce = 5;
const basketsMax = 5000;
/** Anyone who was due longer ago is not told any more: nobody looked in time. */
const lateDays = 3;

/** Whether they bought the product again since. */
const hasBoughtSince = async (deps: Deps, due: Due, basket: Basket): Promise<boolean> => {
  const orders = await deps.orders.of({ tenant: due.tenant, profileId: basket.person });
  return orders.some((order) => {
    const later = basketOf({ order, person: basket.person });
    return later !== undefined && later.at > basket.at && later.products.includes(due.row.id);
  });
};

const eventFor = (due: Due, basket: Basket) => {
  const { tenant, row, days, now } = due;
  // One event for each purchase, however often this is repeated.
  const id = hashId(tenant, 'replenishment', row.id, basket.person, String(basket.at));
  const properties = {
    ...shownProduct({ product: row, now }),
    bought_at: new Date(basket.at).toISOString(),
    days_since: Math.floor((now - basket.at) / dayMs),
    usual_days: days,
  };
  return ownEvent({
    item: { id, name: 'Replenishment Due', properties, at: now },
    profileId: basket.person,
  });
};

const tellProduct = async (deps: Deps, due: Due): Promise<void> => {
  const { tenant, row, days, now } = due;
  const until = now - days * dayMs;
  const bought = await deps.baskets.withProductBetween({
    tenant,
    product: row.id,
    from: until - lateDays * dayMs,
    until,
    limit: basketsMax,
  });
  const events: ReturnType<typeof eventFor>[] = [];
  for (const basket of bought) {
    // What came back is in the basket no more.
    if (!basket.products.includes(row.id) || (await hasBoughtSince(deps, due, basket))) continue;
    const profile = await deps.profiles.get({ tenant, profileId: basket.person });
    if (profile !== undefined && mayPersonalise(profile)) events.push(eventFor(due, basket));
  }
  if (events.length > 0) await deps.accept({ tenant, events });
};

/**
 * Makes the telling of replenishment: once a day, everyone who bought a product as long ago as people usually take to buy it again, and
 * did not since, has the event `Replenishment Due`. Which products that is, and when, the orders say (`reorder` of `productFacts`).
 */
export const createTellReplenishment = (deps: Deps): TellReplenishment => {
  const today = new Map<string, { readonly day: number; readonly left: string[] }>();
  return async (tenant) => {
    const now = deps.clock.now(tenant);
    const day = Math.floor(now / dayMs);
    const known = today.get(tenant);
    const state =
      known?.day === day ? known : { day, left: [...(await readSold(deps, { tenant, now })).keys()] };
    today.set(tenant, state);
    const some = state.left.splice(0, productsAtOnce);
    for (const product of some) {
      const { reorder } = await readFacts(deps, { tenant, product });
      if (reorder === undefined) continue;
      const rows = await deps.products.named({ tenant, names: [product] });
      const row = rows.find(({ id }) => id === product);
      if (row !== undefined && isAvailable(row))
        await tellProduct(deps, { tenant, row, days: reorder.days, now });
    }
    return state.left.length > 0;
  };
};
