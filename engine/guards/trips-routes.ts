import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { CicloError } from '../../domain/errors.ts';
import { guardNames } from '../../domain/guards/trip.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { Trip } from './ports.ts';
import type { TripLog } from './trip-log.ts';
import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  iso,
  isoField,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';

const tripSchema = z
  .object({
    id: z.string(),
    at: instant,
    guard: z.enum(guardNames),
    text: z.string().openapi({ description: 'Why, with the numbers.' }),
    numbers: z.record(z.string(), z.union([z.string(), z.number()])),
    resumedAt: instant.optional().openapi({
      description: 'When a person let it go on; what happened before no longer counts.',
    }),
  })
  .openapi('Trip');

const route = createRoute({
  method: 'get',
  path: '/journeys/{key}/trips',
  tags: ['Journeys'],
  summary: 'When the guards of a journey stopped it, and why; the newest first, at most 100',
  security: withKey,
  request: { params: z.object({ key: text(64) }) },
  responses: {
    200: answer({ description: 'The trips.', schema: z.object({ trips: z.array(tripSchema) }) }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const bodyOf = (trip: Trip): z.infer<typeof tripSchema> => {
  const { guard, ...numbers } = trip.numbers;
  const { id, at, text: why, resumedAt } = trip;
  return { id, at: iso(at), guard, text: why, numbers, ...isoField('resumedAt', resumedAt) };
};

/** `/api/journeys/:key/trips`: the log of its guards. */
export const tripRoutes = (deps: { tripLog: TripLog }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { key } = c.req.valid('param');
    const trips = await deps.tripLog({ tenant: c.get('key').tenant, journey: key, limit: 100 });
    if (trips === undefined) {
      throw new CicloError({ code: 'not-found', message: `There is no journey ${key}.` });
    }
    return c.json({ trips: trips.map(bodyOf) }, 200);
  });
