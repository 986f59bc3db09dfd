import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  isoField,
  jsonBody,
  withKey,
} from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import { emptyManifest, type Manifest } from '../../domain/warehouse/manifest.ts';
import type { TableShape } from '../../domain/warehouse/shape.ts';
import type { CheckWarehouse } from './check-warehouse.ts';
import type { ExportWarehouse } from './export-warehouse.ts';
import type { WarehouseReads } from './ports.ts';

const stateSchema = z
  .object({
    isOn: z.boolean().openapi({ description: 'False where this process has no folder.' }),
    asOf: instant
      .optional()
      .openapi({ description: 'How current the files are; absent before the first pass.' }),
    partsToGo: z
      .int()
      .openapi({ description: 'Parts that the pass under way has yet to read; 0 without one.' }),
    tables: z.array(
      z.object({
        name: z.string(),
        about: z.string(),
        rows: z.int(),
        files: z.int(),
        bytes: z.int(),
      }),
    ),
  })
  .openapi('Warehouse');

const stateRoute = createRoute({
  method: 'get',
  path: '/warehouse',
  tags: ['Reports'],
  summary: 'How current the files of the warehouse are, and what they hold',
  security: withKey,
  responses: { 200: answer({ description: 'As of now.', schema: stateSchema }), ...commonProblems },
});

const exportRoute = createRoute({
  method: 'post',
  path: '/warehouse/exports',
  tags: ['Reports'],
  summary: 'Bring the files of the warehouse up to date now',
  description:
    'The files follow by themselves every 15 minutes. `full` reads everything again; a file whose rows are the same is not written.',
  security: withKey,
  request: { body: jsonBody(z.strictObject({ full: z.boolean().default(false) })) },
  responses: { 202: answer({ description: 'It is under way.', schema: stateSchema }), ...commonProblems },
});

const checkRoute = createRoute({
  method: 'post',
  path: '/warehouse/check',
  tags: ['Reports'],
  summary: 'Read every file of the warehouse, and remove rows of people who are not there any more',
  security: withKey,
  responses: {
    200: answer({
      description: 'What was wrong.',
      schema: z
        .object({
          troubles: z
            .array(z.string())
            .openapi({ description: 'Files that are missing, broken or unknown.' }),
          removed: z.int().openapi({ description: 'Rows that were removed.' }),
        })
        .openapi('WarehouseCheck'),
    }),
    ...commonProblems,
  },
});

const stateOf = (input: {
  isOn: boolean;
  manifest: Manifest;
  tables: readonly TableShape[];
}): z.infer<typeof stateSchema> => {
  const { isOn, manifest } = input;
  const known = new Map(Object.entries(manifest.tables));
  return {
    isOn,
    ...isoField('asOf', manifest.asOf),
    partsToGo: manifest.pass?.todo.length ?? 0,
    tables: input.tables.map(({ name, about }) => {
      const parts = Object.values(known.get(name)?.parts ?? {});
      return {
        name,
        about,
        rows: parts.reduce((sum, { rows }) => sum + rows, 0),
        files: parts.filter(({ file }) => file !== undefined).length,
        bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
      };
    }),
  };
};

/** `/api/warehouse`. */
export const warehouseRoutes = (deps: {
  warehouseFolder: WarehouseFolder | undefined;
  warehouseReads: Pick<WarehouseReads, 'tables'>;
  exportWarehouse: ExportWarehouse;
  checkWarehouse: CheckWarehouse;
}): OpenAPIHono<ApiEnv> => {
  const { warehouseFolder: folder } = deps;
  const { tables } = deps.warehouseReads;
  return createRoutes()
    .openapi(stateRoute, async (c) => {
      const manifest = (await folder?.manifest(c.get('key').tenant)) ?? emptyManifest;
      return c.json(stateOf({ isOn: folder !== undefined, manifest, tables }), 200);
    })
    .openapi(exportRoute, async (c) => {
      const { full } = c.req.valid('json');
      const manifest = await deps.exportWarehouse.begin({ tenant: c.get('key').tenant, isFull: full });
      return c.json(stateOf({ isOn: true, manifest, tables }), 202);
    })
    .openapi(checkRoute, async (c) => {
      const { troubles, removed } = await deps.checkWarehouse(c.get('key').tenant);
      return c.json({ troubles: [...troubles], removed }, 200);
    });
};
