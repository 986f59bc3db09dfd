import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answer, commonProblems, createRoutes, jsonBody, text, withKey } from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import { columnTypes } from '../../domain/warehouse/shape.ts';
import { folderOf } from './export-warehouse.ts';
import type { WarehouseReads } from './ports.ts';

const rowsMax = 10_000;

const querySchema = z
  .object({
    columns: z.array(z.object({ name: z.string(), type: z.enum(columnTypes) })),
    rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
    isCut: z.boolean().openapi({ description: 'There are more rows than `limit`.' }),
  })
  .openapi('WarehouseAnswer');

const route = createRoute({
  method: 'post',
  path: '/warehouse/query',
  tags: ['Reports'],
  summary: 'Ask the warehouse: one SELECT over its tables',
  description:
    'The SQL of DuckDB over the tables of docs/warehouse.md. It is read-only: no other file, no network, no setting. It needs `read`, `records:read` and `personal-data`, and takes at most a minute.',
  security: withKey,
  request: {
    body: jsonBody(z.strictObject({ sql: text(20_000), limit: z.int().min(1).max(rowsMax).default(1000) })),
  },
  responses: { 200: answer({ description: 'The rows.', schema: querySchema }), ...commonProblems },
});

/** `POST /api/warehouse/query`. */
export const warehouseQueryRoutes = (deps: {
  warehouseFolder: WarehouseFolder | undefined;
  warehouseReads: Pick<WarehouseReads, 'tables'>;
}): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { sql, limit } = c.req.valid('json');
    const { tenant } = c.get('key');
    const { tables } = deps.warehouseReads;
    const found = await folderOf(deps.warehouseFolder).query({ tenant, tables, sql, limit });
    const { columns, rows, isCut } = found;
    return c.json(
      { columns: columns.map((one) => ({ ...one })), rows: rows.map((row) => [...row]), isCut },
      200,
    );
  });
