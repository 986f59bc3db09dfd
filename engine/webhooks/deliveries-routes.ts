import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { CicloError, notFound } from '../../domain/errors.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { type Deliveries, deliveryStates, stuckStates } from './delivery-reads-port.ts';
import {
  deliveryBody,
  deliveryDetailBody,
  deliveryDetailSchema,
  deliveryPosition,
  deliverySchema,
} from './delivery-body.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  jsonBody,
  notFoundProblem,
  text,
  withKey,
  listing,
} from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';
import { retryAllAnswer, retryLimit } from '../../api/admin/retry-all.ts';

const params = z.object({ id: text(200) });

const listRoute = createRoute({
  method: 'get',
  path: '/deliveries',
  tags: ['Deliveries'],
  summary: 'Inbound webhook requests, newest first',
  description:
    'With `state=failing` or `state=dead`: those that could not be read. Lists do not hold what the requests say.',
  ...listing({
    description: 'A page of deliveries.',
    filters: {
      state: z.enum(deliveryStates).optional(),
      instance: text(100).optional().openapi({ description: 'Of one plugin instance.' }),
    },
    rows: { deliveries: z.array(deliverySchema) },
  }),
});

const getRoute = createRoute({
  method: 'get',
  path: '/deliveries/{id}',
  tags: ['Deliveries'],
  summary: 'One inbound webhook request, with what it says',
  security: withKey,
  request: { params },
  responses: {
    200: answer({ description: 'The delivery.', schema: deliveryDetailSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const retryAllRoute = createRoute({
  method: 'post',
  path: '/deliveries/retry',
  tags: ['Deliveries'],
  summary: 'Read all deliveries again that could not be read',
  security: withKey,
  request: {
    body: jsonBody(
      z.strictObject({
        state: z.enum(stuckStates),
        instance: text(100).optional(),
        webhook: text(100).optional(),
        topic: text(200).optional(),
        limit: retryLimit,
      }),
    ),
  },
  responses: { 202: retryAllAnswer, ...commonProblems },
});

const retryRoute = createRoute({
  method: 'post',
  path: '/deliveries/{id}/retry',
  tags: ['Deliveries'],
  summary: 'Read a delivery again that could not be read',
  description: 'With all its attempts. What it brings is accepted once, however often it is read.',
  security: withKey,
  request: { params },
  responses: {
    202: answer({ description: 'It is in the queue again.', schema: z.object({ queued: z.boolean() }) }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
  },
});

const nowhere = () => notFound('delivery');

/** `/api/deliveries`: what connected systems sent, and a second chance for what could not be read. */
export const deliveryRoutes = (deps: { deliveries: Deliveries }): OpenAPIHono<ApiEnv> => {
  const { deliveries } = deps;
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { limit, cursor, ...filters } = c.req.valid('query');
      const { items, next } = await readPage({
        c,
        query: { limit, cursor },
        read: (page) => deliveries.list({ tenant, ...given(filters), ...page }),
        positionOf: deliveryPosition,
      });
      return c.json({ deliveries: items.map(deliveryBody), ...given({ next }) }, 200);
    })
    .openapi(getRoute, async (c) => {
      const { tenant } = c.get('key');
      const found = await deliveries.get({ tenant, id: c.req.valid('param').id });
      if (found === undefined) throw nowhere();
      return c.json(deliveryDetailBody(found), 200);
    })
    .openapi(retryAllRoute, async (c) => {
      const { tenant } = c.get('key');
      const { state, limit, ...filters } = c.req.valid('json');
      const queued = await deliveries.retryAll({ tenant, state, limit, ...given(filters) });
      c.set('audited', { details: { state, queued, ...given({ instance: filters.instance }) } });
      return c.json({ queued, more: queued === limit }, 202);
    })
    .openapi(retryRoute, async (c) => {
      const { tenant } = c.get('key');
      const retried = await deliveries.retry({ tenant, id: c.req.valid('param').id });
      if (retried === 'not-found') throw nowhere();
      if (retried === 'not-stuck') {
        throw new CicloError({
          code: 'conflict',
          message: 'Only deliveries that are failing or dead can be read again.',
        });
      }
      return c.json({ queued: true }, 202);
    });
};
