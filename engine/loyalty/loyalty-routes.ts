import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answer, commonProblems, createRoutes, jsonBody, withKey } from '../../api/admin/kit.ts';
import { readCursor, writeCursor } from '../../api/http/cursor.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { CheckPoints } from './check-points.ts';

const sums = z.object({ balance: z.int(), pending: z.int() });

const checkRoute = createRoute({
  method: 'post',
  path: '/loyalty/check',
  tags: ['Loyalty'],
  summary: 'Work the balances out again from the ledger, and tell those that differ',
  description: 'One page of 200 accounts at a time; `next` is where the next page begins.',
  security: withKey,
  request: {
    body: jsonBody(
      z.strictObject({
        repair: z.boolean().default(false).openapi({ description: 'Brings those that differ in line.' }),
        cursor: z.string().optional().openapi({ description: '`next` of the page before.' }),
      }),
    ),
  },
  responses: {
    200: answer({
      description: 'What was found.',
      schema: z.object({
        accounts: z.int().openapi({ description: 'How many were looked at.' }),
        differences: z.array(
          z.object({ profileId: z.string(), program: z.string(), stored: sums, postings: sums }),
        ),
        next: z.string().optional(),
      }),
    }),
    ...commonProblems,
  },
});

/** `/api/loyalty`: programmes as a whole. */
export const loyaltyRoutes = (deps: { readonly checkPoints: CheckPoints }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(checkRoute, async (c) => {
    const { tenant } = c.get('key');
    const { repair, cursor } = c.req.valid('json');
    const [after] = readCursor({ c, cursor, count: 1 });
    const { next, differences, ...checked } = await deps.checkPoints({ tenant, after: after?.id, repair });
    return c.json(
      {
        ...checked,
        differences: differences.map((one) => ({ ...one })),
        ...(next === undefined ? {} : { next: writeCursor({ c, positions: [{ at: 0, n: 0, id: next }] }) }),
      },
      200,
    );
  });
