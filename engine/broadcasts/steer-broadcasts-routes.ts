import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  jsonBody,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { broadcastBody, broadcastSchema } from './broadcast-body.ts';
import type { Broadcasts } from './broadcasts.ts';
import type { Broadcast } from './ports.ts';
import type { ReadBroadcast } from './read-broadcast.ts';

const params = z.object({ id: text(200) });
const responses = {
  200: answer({ description: 'The broadcast as it stands now.', schema: broadcastSchema }),
  ...commonProblems,
  ...notFoundProblem,
  ...conflictProblem,
  ...unprocessableProblem,
};

const steer = <const Verb extends string>(verb: Verb, summary: string, description: string) =>
  createRoute({
    method: 'post',
    path: `/broadcasts/{id}/${verb}`,
    tags: ['Broadcasts'],
    summary,
    description,
    security: withKey,
    request: { params },
    responses,
  });

const scheduleRoute = createRoute({
  method: 'post',
  path: '/broadcasts/{id}/schedule',
  tags: ['Broadcasts'],
  summary: 'Send a draft at the time its plan says',
  description:
    'Everything that keeps it from being sent is said at once. For more people than the launch guard lets through `expect` has to say the number.',
  security: withKey,
  request: { params, body: jsonBody(z.strictObject({ expect: z.int().min(0).optional() })) },
  responses,
});

const winnerRoute = createRoute({
  method: 'post',
  path: '/broadcasts/{id}/winner',
  tags: ['Broadcasts'],
  summary: 'Name the variant that those get who were not in the test',
  security: withKey,
  request: { params, body: jsonBody(z.strictObject({ variant: text(40) })) },
  responses,
});

const unscheduleRoute = steer(
  'unschedule',
  'Make a scheduled broadcast a draft again',
  'Before it has begun.',
);
const pauseRoute = steer(
  'pause',
  'Stop a broadcast for a while',
  'Nobody else gets it. Those who wait for quiet hours or a cap stand still too.',
);
const resumeRoute = steer('resume', 'Go on with a paused broadcast', 'From where it was.');
const cancelRoute = steer(
  'cancel',
  'End a broadcast for good',
  'What was sent stays sent; nobody else gets it, and those who wait leave.',
);

/** `/api/broadcasts/:id/...`: what is done to a broadcast. */
export const steerBroadcastRoutes = (deps: {
  broadcastService: Broadcasts;
  readBroadcast: ReadBroadcast;
}): OpenAPIHono<ApiEnv> => {
  const { broadcastService: service } = deps;
  const bodyOf = async (broadcast: Broadcast) => {
    const { tenant, id } = broadcast;
    const figures = await deps.readBroadcast.outcomes({ tenant, ids: [id] });
    return broadcastBody(broadcast, figures(id));
  };
  return createRoutes()
    .openapi(scheduleRoute, async (c) => {
      const which = { tenant: c.get('key').tenant, id: c.req.valid('param').id };
      return c.json(await bodyOf(await service.schedule({ ...which, ...c.req.valid('json') })), 200);
    })
    .openapi(winnerRoute, async (c) => {
      const which = { tenant: c.get('key').tenant, id: c.req.valid('param').id };
      return c.json(await bodyOf(await service.choose({ ...which, ...c.req.valid('json') })), 200);
    })
    .openapi(unscheduleRoute, async (c) => {
      const which = { tenant: c.get('key').tenant, id: c.req.valid('param').id };
      return c.json(await bodyOf(await service.unschedule(which)), 200);
    })
    .openapi(pauseRoute, async (c) => {
      const which = { tenant: c.get('key').tenant, id: c.req.valid('param').id };
      return c.json(await bodyOf(await service.pause(which)), 200);
    })
    .openapi(resumeRoute, async (c) => {
      const which = { tenant: c.get('key').tenant, id: c.req.valid('param').id };
      return c.json(await bodyOf(await service.resume(which)), 200);
    })
    .openapi(cancelRoute, async (c) => {
      const which = { tenant: c.get('key').tenant, id: c.req.valid('param').id };
      return c.json(await bodyOf(await service.cancel(which)), 200);
    });
};
