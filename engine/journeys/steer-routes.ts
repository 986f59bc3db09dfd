import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { type Steering, steeringBodies, type SteeringKind } from '../../domain/jobs/steering.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { SteerJourney } from './steer-journey.ts';
import { jobBody, jobSchema } from '../jobs/job-body.ts';
import { dryRunQuery } from '../jobs/jobs-routes.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  instant,
  iso,
  jsonBody,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';

const steeredSchema = z
  .object({
    mode: z.enum(['live', 'paused', 'ended']),
    frozen: z
      .object({ since: instant, entries: z.enum(['hold', 'refuse']), reason: z.string().optional() })
      .optional(),
    people: z.int().openapi({ description: 'How many people inside are concerned.' }),
    entering: z.int().openapi({ description: 'How many people come in at once.' }),
    job: jobSchema.optional().openapi({ description: 'What deals with them, one after the other.' }),
  })
  .openapi('Steered');

const summaries: Readonly<Record<SteeringKind, string>> = {
  pause: 'Let nobody in; those inside go on',
  'resume-entries': 'Let people in again',
  freeze: 'Let everybody in a journey stand still, and anyone who comes in',
  resume: 'Let a frozen journey go on',
  drain: 'Let nobody in any more; those inside finish',
  stop: 'End a journey for everybody, with what was planned and not handed over',
};

const steered = (of: Awaited<ReturnType<SteerJourney>>): z.infer<typeof steeredSchema> => ({
  mode: of.mode,
  ...(of.frozen === undefined
    ? {}
    : {
        frozen: {
          since: iso(of.frozen.at),
          entries: of.frozen.entries,
          ...(of.frozen.reason === undefined ? {} : { reason: of.frozen.reason }),
        },
      }),
  people: of.people,
  entering: of.entering,
  ...(of.job === undefined ? {} : { job: jobBody(of.job) }),
});

const routeOf = <T extends z.ZodType>(input: { kind: SteeringKind; body: T }) =>
  createRoute({
    method: 'post',
    path: `/journeys/{key}/${input.kind}`,
    tags: ['Journeys'],
    summary: summaries[input.kind],
    description: 'Repeating it does no harm. With `dryRun=1` it only says how many people are concerned.',
    security: withKey,
    request: {
      params: z.object({ key: text(64) }),
      headers: idempotencyHeader,
      query: dryRunQuery,
      body: jsonBody(input.body),
    },
    responses: {
      200: answer({ description: 'How the journey stands.', schema: steeredSchema }),
      ...commonProblems,
      ...notFoundProblem,
      ...conflictProblem,
      ...unprocessableProblem,
    },
  });

const routes = {
  pause: routeOf({ kind: 'pause', body: steeringBodies.pause }),
  'resume-entries': routeOf({ kind: 'resume-entries', body: steeringBodies['resume-entries'] }),
  freeze: routeOf({ kind: 'freeze', body: steeringBodies.freeze }),
  resume: routeOf({ kind: 'resume', body: steeringBodies.resume }),
  drain: routeOf({ kind: 'drain', body: steeringBodies.drain }),
  stop: routeOf({ kind: 'stop', body: steeringBodies.stop }),
} as const;

/** `POST /api/journeys/:key/...`: what is done to a journey as a whole. */
export const steerRoutes = (deps: { steer: SteerJourney }): OpenAPIHono<ApiEnv> => {
  const act = async (input: {
    asks: { readonly tenant: string };
    param: { readonly key: string };
    query: { readonly dryRun?: string | undefined };
    steering: Steering;
  }): Promise<z.infer<typeof steeredSchema>> => {
    const { asks, param, query, steering } = input;
    const dryRun = query.dryRun === '1';
    return steered(await deps.steer({ tenant: asks.tenant, journey: param.key, steering, dryRun }));
  };
  return createRoutes()
    .openapi(routes.pause, async (c) => {
      const named = { asks: c.get('key'), param: c.req.valid('param'), query: c.req.valid('query') };
      return c.json(await act({ ...named, steering: { kind: 'pause' } }), 200);
    })
    .openapi(routes['resume-entries'], async (c) => {
      const named = { asks: c.get('key'), param: c.req.valid('param'), query: c.req.valid('query') };
      const steering = { kind: 'resume-entries', ...c.req.valid('json') } as const;
      return c.json(await act({ ...named, steering }), 200);
    })
    .openapi(routes.freeze, async (c) => {
      const named = { asks: c.get('key'), param: c.req.valid('param'), query: c.req.valid('query') };
      const steering = { kind: 'freeze', ...c.req.valid('json') } as const;
      return c.json(await act({ ...named, steering }), 200);
    })
    .openapi(routes.resume, async (c) => {
      const named = { asks: c.get('key'), param: c.req.valid('param'), query: c.req.valid('query') };
      const steering = { kind: 'resume', ...c.req.valid('json') } as const;
      return c.json(await act({ ...named, steering }), 200);
    })
    .openapi(routes.drain, async (c) => {
      const named = { asks: c.get('key'), param: c.req.valid('param'), query: c.req.valid('query') };
      return c.json(await act({ ...named, steering: { kind: 'drain' } }), 200);
    })
    .openapi(routes.stop, async (c) => {
      const named = { asks: c.get('key'), param: c.req.valid('param'), query: c.req.valid('query') };
      const steering = { kind: 'stop', ...c.req.valid('json') } as const;
      return c.json(await act({ ...named, steering }), 200);
    });
};
