import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { createRoutes, instant, iso, isoField, listing } from '../../api/admin/kit.ts';
import { mergeStreams } from '../../api/admin/merge-streams.ts';
import { given } from '../../api/admin/paging.ts';
import { readCursor, writeCursor } from '../../api/http/cursor.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { PageOf } from '../../api/ports/views.ts';
import { type Operation, operationKinds, operationStates } from './operation.ts';
import type { OperationSource } from './source.ts';

const operationSchema = z
  .object({
    id: z.string(),
    kind: z.enum(operationKinds),
    what: z.string().optional().openapi({
      description:
        'The action of a job, what is imported, or the name of a broadcast. `again`: a second look at somebody who was erased, for what was under way meanwhile.',
    }),
    journey: z.string().optional(),
    profile: z.string().optional().openapi({ description: 'Of an erasure: the opaque id of the profile.' }),
    state: z
      .enum(operationStates)
      .openapi({ description: '`waiting`: for somebody, such as an import for its file or its start.' }),
    done: z.int().openapi({
      description:
        'People of jobs, dry runs and broadcasts (those it sent to or left out), rows of imports, documents of erasures.',
    }),
    total: z.int().optional().openapi({ description: 'Of how many, where that is known.' }),
    failed: z.int().openapi({ description: 'Those it could not deal with, and refused rows.' }),
    share: z
      .number()
      .optional()
      .openapi({ description: 'How much is done, from 0 to 1, where that is known.' }),
    createdAt: instant,
    endedAt: instant.optional(),
  })
  .openapi('Operation');

const operationBody = (operation: Operation): z.infer<typeof operationSchema> => {
  const { what, journey, profile, total, share } = operation;
  return {
    id: operation.id,
    kind: operation.kind,
    ...given({ what, journey, profile }),
    state: operation.state,
    done: operation.done,
    ...given({ total, share }),
    failed: operation.failed,
    createdAt: iso(operation.createdAt),
    ...isoField('endedAt', operation.endedAt),
  };
};

const route = createRoute({
  method: 'get',
  path: '/operations',
  tags: ['Jobs'],
  summary: 'What goes on in the background, and what has ended, newest first',
  description:
    'Operations on many people of a journey, dry runs and replays, imports, erasures and broadcasts in one shape. Each is steered by its own calls: `/api/jobs`, `/api/dry-runs`, `/api/imports`, `/api/broadcasts`.',
  ...listing({
    description: 'A page of operations.',
    filters: { kind: z.enum(operationKinds).optional() },
    rows: { operations: z.array(operationSchema) },
  }),
});

/** `GET /api/operations`: everything that goes on in the background. */
export const operationsRoutes = (deps: { operations: readonly OperationSource[] }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const { limit, cursor, kind } = c.req.valid('query');
    const streams = deps.operations.map((source, index) => ({
      rank: -index,
      read: async (page: PageOf) =>
        kind === undefined || source.kinds.includes(kind) ? source.list({ tenant, ...page }) : [],
    }));
    const after = readCursor({ c, cursor, count: streams.length });
    const { items, next } = await mergeStreams({ streams, after, limit });
    const shown = items.filter((one) => kind === undefined || one.kind === kind);
    return c.json(
      {
        operations: shown.map(operationBody),
        ...(next === undefined ? {} : { next: writeCursor({ c, positions: next }) }),
      },
      200,
    );
  });
