import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { decisionKinds } from '../../domain/journey/decisions.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { DecisionReads } from './reads-port.ts';
import type { JourneyReads } from '../journeys/reads-port.ts';
import { createDefinitionOf, createExplainer, decisionPosition, decisionSchema } from './decision-body.ts';
import { createRoutes, text, listing } from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';
import { readerQuery } from '../../api/admin/reader.ts';

const kindsSchema = z
  .string()
  .max(400)
  .transform((value) => value.split(','))
  .pipe(z.array(z.enum(decisionKinds)).min(1))
  .optional()
  .openapi({
    type: 'string',
    description: 'Kinds of decision, separated by commas, such as `skipped,exited,held-out`; all by default.',
  });

const route = createRoute({
  method: 'get',
  path: '/decisions',
  tags: ['Journeys'],
  summary: 'What was decided, newest first: everyone a rule or a reason kept from something in a period',
  ...listing({
    description: 'A page of decisions.',
    filters: {
      journey: text(64).optional(),
      step: text(64).optional(),
      kind: kindsSchema,
      reason: text(100).optional().openapi({ description: '`capped`, `no-consent`, `case-0`, ...' }),
      from: z.iso.datetime({ offset: true }).optional().openapi({ description: 'At or after.' }),
      to: z.iso.datetime({ offset: true }).optional().openapi({ description: 'Before.' }),
      ...readerQuery.shape,
    },
    rows: { decisions: z.array(decisionSchema) },
  }),
});

const instantOf = (value: string | undefined): number | undefined =>
  value === undefined ? undefined : Date.parse(value);

/** `/api/decisions`: the ledger of everybody. */
export const decisionRoutes = (deps: {
  decisionReads: DecisionReads;
  journeyReads: JourneyReads;
}): OpenAPIHono<ApiEnv> => {
  const { decisionReads, journeyReads } = deps;
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
      c,
      query: { limit, cursor },
      read: (page) => decisionReads.ledger({ tenant, ...filter, ...page }),
      positionOf: decisionPosition,
    });
    const explainRow = createExplainer({
      definitionOf: createDefinitionOf({ journeyReads, tenant }),
      reader,
    });
    const decisions = await Promise.all(items.map(explainRow));
    return c.json({ decisions, ...given({ next }) }, 200);
  });
};
