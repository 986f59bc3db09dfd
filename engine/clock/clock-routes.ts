import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { CicloError } from '../../domain/errors.ts';
import { durationSchema, toDuration } from '../../domain/time/duration.ts';
import { addDuration } from '../../domain/time/shift.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { Clock } from '../../api/ports/platform.ts';
import type { AdvanceClock } from './advance.ts';
import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  iso,
  jsonBody,
  notFoundProblem,
  withKey,
} from '../../api/admin/kit.ts';

const clockSchema = z
  .object({
    now: instant.openapi({ description: 'The time of this tenant.' }),
    aheadMs: z.int().openapi({ description: 'How far it is ahead of the real one.' }),
  })
  .openapi('Clock');

const getRoute = createRoute({
  method: 'get',
  path: '/clock',
  tags: ['Clock'],
  summary: 'What time it is for this tenant',
  security: withKey,
  responses: { 200: answer({ description: 'The clock.', schema: clockSchema }), ...commonProblems },
});

const advanceRoute = createRoute({
  method: 'post',
  path: '/clock/advance',
  tags: ['Clock'],
  summary: 'Move the development clock on',
  description: 'Answers when everything that is due by then has been done. Not there in production.',
  security: withKey,
  request: {
    body: jsonBody(z.strictObject({ by: durationSchema })),
  },
  responses: {
    200: answer({ description: 'The clock, moved on.', schema: clockSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** `/api/clock`: the time of the tenant; `advance` only where there is a development clock. */
export const clockRoutes = (deps: {
  clock: Clock;
  advance?: AdvanceClock | undefined;
}): OpenAPIHono<ApiEnv> => {
  const { clock, advance } = deps;
  const body = (tenant: string): z.infer<typeof clockSchema> => {
    const now = clock.now(tenant);
    return { now: iso(now), aheadMs: Math.round(now - clock.systemTime()) };
  };
  return createRoutes()
    .openapi(getRoute, (c) => c.json(body(c.get('key').tenant), 200))
    .openapi(advanceRoute, async (c) => {
      const { tenant } = c.get('key');
      if (advance === undefined) {
        throw new CicloError({
          code: 'not-found',
          message: 'There is no development clock here; set CICLO_DEV_CLOCK=1 to have one.',
        });
      }
      const from = clock.now(tenant);
      const duration = toDuration(c.req.valid('json').by);
      await advance({ tenant, byMs: addDuration({ from, duration, zone: 'UTC' }) - from });
      return c.json(body(tenant), 200);
    });
};
