import { eachTenant } from '../each-tenant.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Module } from '../module.ts';
import { createChangeProducts } from './change-products.ts';
import { productRoutes } from './products-routes.ts';
import { createInterestReads } from './store/interests.ts';
import { createProductStore } from './store/products.ts';
import { productSchema } from './store/product-schema.ts';
import { createSyncCatalog, type SyncCatalog } from './sync-catalog.ts';
import { createTellNews, type TellNews } from './tell-news.ts';

/** The products of the shop: their prices over time, their stock, and what their changes mean to people. */
export const catalogModule = {
  name: 'catalog',
  collections: [productSchema],
  stores: { products: createProductStore, interests: createInterestReads },
  services: {
    changeProducts: createChangeProducts,
    syncCatalog: createSyncCatalog,
    tellNews: createTellNews,
  },
  loops: {
    catalog: ({ live, syncCatalog }: { live: LiveWorkspaces; syncCatalog: SyncCatalog }) => ({
      every: 5,
      job: eachTenant({ live, look: syncCatalog }),
    }),
    productNews: ({ tellNews }: { tellNews: TellNews }) => ({ every: 1, job: tellNews }),
  },
  routes: { products: productRoutes },
  audited: { 'POST /api/products': { action: 'product.write' } },
} as const satisfies Module;
