import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { CicloError } from '../../domain/errors.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { CountedJourneys } from './counted-journeys.ts';
import type { JourneyReads } from './reads-port.ts';
import type { JourneyView } from '../../api/ports/views.ts';
import { countedAt } from '../../api/admin/counted-at.ts';
import { funnelSchema, shapeFunnel } from './funnel-routes.ts';
import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  iso,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';

const journeyFields = {
  key: z.string(),
  name: z.string(),
  description: z.string().optional(),
  stage: z.string().openapi({ description: "The turn of the customer's cycle it serves." }),
  version: z.int(),
  mode: z.enum(['live', 'paused', 'ended']),
  frozen: z
    .object({
      since: instant,
      entries: z.enum(['hold', 'refuse']),
      reason: z.string().optional(),
      by: z
        .enum(['guard', 'person'])
        .openapi({ description: 'Who let it stand still; see `/journeys/{key}/trips`.' }),
    })
    .optional()
    .openapi({ description: 'It stands still with all who are in it.' }),
  publishedAt: instant,
  entered: z.int().openapi({ description: 'Runs so far, of all versions.' }),
  active: z.int().openapi({ description: 'Runs that are under way.' }),
  converted: z.int().openapi({ description: 'Runs that reached the goal.' }),
};

const journeySchema = z.object(journeyFields).openapi('Journey');

const detailSchema = z
  .object({
    ...journeyFields,
    countedAt,
    versions: z.array(z.object({ version: z.int(), publishedAt: instant, active: z.int() })),
    definition: z.record(z.string(), z.unknown()).openapi({ description: 'As its file has it.' }),
  })
  .openapi('JourneyDetail');

const toBody = (journey: JourneyView): z.infer<typeof journeySchema> => ({
  key: journey.key,
  name: journey.name,
  ...(journey.description === undefined ? {} : { description: journey.description }),
  stage: journey.stage,
  version: journey.version,
  mode: journey.mode,
  ...(journey.frozen === undefined
    ? {}
    : {
        frozen: {
          since: iso(journey.frozen.at),
          entries: journey.frozen.entries,
          ...(journey.frozen.reason === undefined ? {} : { reason: journey.frozen.reason }),
          by: journey.frozen.by ?? 'person',
        },
      }),
  publishedAt: iso(journey.publishedAt),
  entered: journey.entered,
  active: journey.active,
  converted: journey.converted,
});

const params = z.object({ key: text(64) });

const listRoute = createRoute({
  method: 'get',
  path: '/journeys',
  tags: ['Journeys'],
  summary: 'All journeys, with how many people are and were in them',
  security: withKey,
  responses: {
    200: answer({
      description: 'The journeys.',
      schema: z.object({ journeys: z.array(journeySchema), countedAt }),
    }),
    ...commonProblems,
  },
});

const getRoute = createRoute({
  method: 'get',
  path: '/journeys/{key}',
  tags: ['Journeys'],
  summary: 'One journey, with its definition and versions',
  security: withKey,
  request: { params },
  responses: {
    200: answer({ description: 'The journey.', schema: detailSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const funnelRoute = createRoute({
  method: 'get',
  path: '/journeys/{key}/funnel',
  tags: ['Journeys'],
  summary: 'How far people came, step by step',
  security: withKey,
  request: {
    params,
    query: z.object({
      version: z.coerce.number().int().positive().optional().openapi({ description: 'All by default.' }),
      from: z.iso.datetime({ offset: true }).optional().openapi({
        description:
          'With `from` or `to`, runs are those that began in the period, and steps say what was done on them in it. `active` and `waiting` are always so now.',
      }),
      to: z.iso.datetime({ offset: true }).optional().openapi({ description: 'Before.' }),
    }),
  },
  responses: {
    200: answer({ description: 'The funnel.', schema: funnelSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const nowhere = (key: string) =>
  new CicloError({ code: 'not-found', message: `There is no journey “${key}”.` });

const noVersion = (key: string, version: number) =>
  new CicloError({ code: 'not-found', message: `The journey “${key}” has no version ${version}.` });

/** `/api/journeys`: what there is, and how it does. */
export const journeyRoutes = (deps: {
  journeyReads: Pick<JourneyReads, 'journey' | 'definition'>;
  countedJourneys: CountedJourneys;
}): OpenAPIHono<ApiEnv> => {
  const { journeyReads, countedJourneys } = deps;
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { value, countedAt: at } = await countedJourneys.list({ tenant: c.get('key').tenant });
      return c.json({ journeys: value.map(toBody), countedAt: iso(at) }, 200);
    })
    .openapi(getRoute, async (c) => {
      const { key } = c.req.valid('param');
      const { value: journey, countedAt: at } = await countedJourneys.one({
        tenant: c.get('key').tenant,
        key,
      });
      if (journey === undefined) throw nowhere(key);
      const versions = journey.versions.map((one) => ({ ...one, publishedAt: iso(one.publishedAt) }));
      const definition: Record<string, unknown> = { ...journey.definition };
      return c.json({ ...toBody(journey), countedAt: iso(at), versions, definition }, 200);
    })
    .openapi(funnelRoute, async (c) => {
      const { tenant } = c.get('key');
      const { key } = c.req.valid('param');
      const { version, from, to } = c.req.valid('query');
      const journey = await journeyReads.journey({ tenant, key, counts: [] });
      if (journey === undefined) throw nowhere(key);
      const definition =
        version === undefined ? journey.definition : await journeyReads.definition({ tenant, key, version });
      if (definition === undefined) throw noVersion(key, version ?? 0);
      const which = version === undefined ? {} : { version };
      const period = given({
        from: from === undefined ? undefined : Date.parse(from),
        to: to === undefined ? undefined : Date.parse(to),
      });
      const { value: counts, countedAt: at } = await countedJourneys.funnel({
        tenant,
        key,
        ...which,
        ...period,
      });
      const body = shapeFunnel({ definition, counts });
      return c.json({ journey: key, ...which, countedAt: iso(at), ...body }, 200);
    });
};
