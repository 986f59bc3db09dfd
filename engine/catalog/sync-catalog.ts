import { LRUCache } from 'lru-cache';

import { changeOfCatalog, listedHash } from '../../domain/catalog/catalog-product.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ChangeProducts } from './change-products.ts';
import type { ProductStore } from './ports.ts';

/** Brings the published `catalog.json` of a tenant into its products; false: there is no more to do. */
export type SyncCatalog = (tenant: string) => Promise<boolean>;

const pageSize = 200;
const rememberedMax = 10_000;

/**
 * Makes the synchronisation of `catalog.json`: an entry is brought in when it is not what was brought in last, so what other
 * sources say meanwhile stands until the entry itself changes. Each process remembers which revision it looked at.
 */
export const createSyncCatalog = (deps: {
  live: LiveWorkspaces;
  products: Pick<ProductStore, 'named'>;
  changeProducts: ChangeProducts;
  clock: Clock;
}): SyncCatalog => {
  const done = new LRUCache<string, number>({ max: rememberedMax });
  return async (tenant) => {
    const { revision, published } = await deps.live.of(tenant);
    if (done.get(tenant) === revision) return false;
    const entries = published.catalog.products;
    for (let from = 0; from < entries.length; from += pageSize) {
      const page = entries.slice(from, from + pageSize);
      const names = page.map((entry) => entry.product_id);
      const rows = await deps.products.named({ tenant, names });
      const known = new Map(rows.map((row) => [row.id, row.listed]));
      const at = deps.clock.now(tenant);
      const changes = page
        .filter((entry) => known.get(entry.product_id) !== listedHash(entry))
        .map((product) => changeOfCatalog({ product, at }));
      if (changes.length > 0) await deps.changeProducts({ tenant, changes });
    }
    done.set(tenant, revision);
    return false;
  };
};
