import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { decisionKinds } from '../../domain/journey/decisions.ts';
import type { ApiEnv } from '../http/env.ts';
import type { Reads } from '../ports/reads.ts';
import { createExplainer, decisionPosition, decisionSchema } from './decision-body.ts';
import { answer, commonProblems, createRoutes, listQuery, nextField, text, withKey } from './kit.ts';
import { given, readPage } from './paging.ts';
import { readerQuery } from './reader.ts';

const kindsSchema = z
  .string()
  .max(400)
  .transform((value) => value.split(','))
  .pipe(z.array(z.enum(decisionKinds)).min(1))
  .optional()
  .openapi({
    type: 'string',
    description:
      'Kinds of decision, separated by commas, such as `skipped,exited,held-out`; all unless said.',
  });

const route = createRoute({
  method: 'get',
  path: '/decisions',
  tags: ['Journeys'],
  summary: 'What was decided, newest first: everyone a rule or a reason kept from something in a period',
  security: withKey,
  request: {
    query: z.object({
      journey: text(64).optional(),
      step: text(64).optional(),
      kind: kindsSchema,
      reason: text(100).optional().openapi({ description: '`capped`, `no-consent`, `case-0`, ...' }),
      from: z.iso.datetime({ offset: true }).optional().openapi({ description: 'At or after.' }),
      to: z.iso.datetime({ offset: true }).optional().openapi({ description: 'Before.' }),
      ...readerQuery.shape,
      ...listQuery,
    }),
  },
  responses: {
    200: answer({
      description: 'A page of decisions.',
      schema: z.object({ decisions: z.array(decisionSchema), ...nextField }),
    }),
    ...commonProblems,
  },
});

const instantOf = (value: string | undefined): number | undefined =>
  value === undefined ? undefined : Date.parse(value);

/** `/api/decisions`: the ledger of everybody. */
export const decisionRoutes = (deps: { reads: Reads }): OpenAPIHono<ApiEnv> => {
  const { reads } = deps;
  return createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const { journey, step, kind, reason, from, to, limit, cursor, ...reader } = c.req.valid('query');
    const filter = given({
      journey,
      step,
      kinds: kind,
      reason,
      from: instantOf(from),
      to: instantOf(to),
    });
    const { items, next } = await readPage({
      query: { limit, cursor },
      read: (page) => reads.ledger({ tenant, ...filter, ...page }),
      positionOf: decisionPosition,
    });
    const explainRow = createExplainer({ reads, tenant, reader });
    const decisions = await Promise.all(items.map(explainRow));
    return c.json({ decisions, ...given({ next }) }, 200);
  });
};
