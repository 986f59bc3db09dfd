import { eachTenant } from '../each-tenant.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Module } from '../module.ts';
import { createCheckWarehouse } from './check-warehouse.ts';
import { createExportWarehouse, type ExportWarehouse } from './export-warehouse.ts';
import { createFollowErasures, type FollowErasures } from './follow-erasures.ts';
import { createRunFigure } from './run-figure.ts';
import { createWarehouseReads } from './store/warehouse-reads.ts';
import { figureRoutes } from './figures-routes.ts';
import { warehouseQueryRoutes } from './query-routes.ts';
import { warehouseRoutes } from './warehouse-routes.ts';

type LoopNeeds = {
  readonly live: LiveWorkspaces;
  readonly exportWarehouse: ExportWarehouse;
  readonly followErasures: FollowErasures;
};

/** The warehouse: what happened as Parquet files, for questions over everybody and all of the time. */
export const warehouseModule = {
  name: 'warehouse',
  collections: [],
  stores: { warehouseReads: createWarehouseReads },
  services: {
    exportWarehouse: createExportWarehouse,
    followErasures: createFollowErasures,
    checkWarehouse: createCheckWarehouse,
    runFigure: createRunFigure,
  },
  loops: {
    warehouse: ({ live, exportWarehouse, followErasures }: LoopNeeds) => ({
      every: 5,
      job: eachTenant({
        live,
        look: async (tenant) => (await followErasures(tenant)) || exportWarehouse.step(tenant),
      }),
    }),
  },
  routes: { warehouse: warehouseRoutes, warehouseQuery: warehouseQueryRoutes, figures: figureRoutes },
  audited: {
    'POST /api/warehouse/exports': { action: 'warehouse.export' },
    'POST /api/warehouse/query': 'none',
    'POST /api/warehouse/check': { action: 'warehouse.check' },
  },
} as const satisfies Module;
