import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { randomUUID } from 'node:crypto';

import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  jsonBody,
  listing,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { broadcastPlanSchema, broadcastStates } from '../../domain/broadcasts/plan.ts';
import { hashId } from '../../domain/hash.ts';
import {
  broadcastBody,
  broadcastPosition,
  broadcastSchema,
  problemsBody,
  withProblemsSchema,
} from './broadcast-body.ts';
import type { Broadcasts } from './broadcasts.ts';
import type { Broadcast, BroadcastStore } from './ports.ts';
import type { RefusePersonalConditions } from '../segments/personal-conditions.ts';
import type { ReadBroadcast } from './read-broadcast.ts';

const tags = ['Broadcasts'];
const params = z.object({ id: text(200) });
const problems = { ...commonProblems, ...notFoundProblem, ...conflictProblem, ...unprocessableProblem };

const listRoute = createRoute({
  method: 'get',
  path: '/broadcasts',
  tags,
  summary: 'Broadcasts, newest first, with what came of their messages',
  ...listing({
    description: 'A page of broadcasts.',
    filters: {
      state: z.enum(broadcastStates).optional(),
      campaign: text(200).optional().openapi({ description: 'The id of a campaign.' }),
    },
    rows: { broadcasts: z.array(broadcastSchema) },
  }),
});

const createBroadcastRoute = createRoute({
  method: 'post',
  path: '/broadcasts',
  tags,
  summary: 'Begin a broadcast, as a draft',
  description: 'Nothing is sent before it is scheduled; `problems` says what is missing until then.',
  security: withKey,
  request: { headers: idempotencyHeader, body: jsonBody(broadcastPlanSchema) },
  responses: { 201: answer({ description: 'The draft.', schema: withProblemsSchema }), ...problems },
});

const showRoute = createRoute({
  method: 'get',
  path: '/broadcasts/{id}',
  tags,
  summary: 'One broadcast, and what keeps it from being sent',
  security: withKey,
  request: { params },
  responses: {
    200: answer({ description: 'The broadcast.', schema: withProblemsSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const changeRoute = createRoute({
  method: 'put',
  path: '/broadcasts/{id}',
  tags,
  summary: 'Change a draft',
  description: 'The whole plan. With `rev` it is changed only if nobody else did since.',
  security: withKey,
  request: {
    params,
    body: jsonBody(z.strictObject({ plan: broadcastPlanSchema, rev: z.int().min(0).optional() })),
  },
  responses: { 200: answer({ description: 'The draft.', schema: withProblemsSchema }), ...problems },
});

const removeRoute = createRoute({
  method: 'delete',
  path: '/broadcasts/{id}',
  tags,
  summary: 'Remove a draft',
  security: withKey,
  request: { params },
  responses: {
    200: answer({ description: 'It is gone.', schema: z.object({ removed: z.literal(true) }) }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
  },
});

/** `/api/broadcasts`: what is sent once to many. */
export const broadcastRoutes = (deps: {
  broadcasts: BroadcastStore;
  broadcastService: Broadcasts;
  readBroadcast: ReadBroadcast;
  refusePersonalConditions: RefusePersonalConditions;
}): OpenAPIHono<ApiEnv> => {
  const { broadcasts, broadcastService: service, readBroadcast } = deps;
  const withProblems = async (broadcast: Broadcast) => {
    const { tenant, id } = broadcast;
    const [figures, found] = await Promise.all([
      readBroadcast.outcomes({ tenant, ids: [id] }),
      service.problems(broadcast),
    ]);
    return { ...broadcastBody(broadcast, figures(id)), problems: problemsBody(found) };
  };
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { limit, cursor, ...filters } = c.req.valid('query');
      const { items, next } = await readPage({
        c,
        query: { limit, cursor },
        read: (page) => broadcasts.list({ tenant, ...given(filters), ...page }),
        positionOf: broadcastPosition,
      });
      const figures = await readBroadcast.outcomes({ tenant, ids: items.map(({ id }) => id) });
      const rows = items.map((one) => broadcastBody(one, figures(one.id)));
      return c.json({ broadcasts: rows, ...(next === undefined ? {} : { next }) }, 200);
    })
    .openapi(createBroadcastRoute, async (c) => {
      const { tenant, scopes } = c.get('key');
      const plan = c.req.valid('json');
      await deps.refusePersonalConditions({ tenant, scopes, when: plan.audience.when });
      const key = c.req.valid('header')['idempotency-key'] ?? randomUUID();
      const id = hashId('broadcast', tenant, key);
      const made = await service.create({ tenant, id, plan });
      c.set('audited', { subject: id });
      return c.json(await withProblems(made), 201);
    })
    .openapi(showRoute, async (c) => {
      const { id } = c.req.valid('param');
      return c.json(await withProblems(await service.get({ tenant: c.get('key').tenant, id })), 200);
    })
    .openapi(changeRoute, async (c) => {
      const { tenant, scopes } = c.get('key');
      const { id } = c.req.valid('param');
      const { plan, rev } = c.req.valid('json');
      await deps.refusePersonalConditions({ tenant, scopes, when: plan.audience.when });
      return c.json(await withProblems(await service.change({ tenant, id, plan, ...given({ rev }) })), 200);
    })
    .openapi(removeRoute, async (c) => {
      await service.remove({ tenant: c.get('key').tenant, id: c.req.valid('param').id });
      return c.json({ removed: true as const }, 200);
    });
};
