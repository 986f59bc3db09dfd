import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { CicloError, notFound } from '../../domain/errors.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { RetryEvent, RetryEvents } from './retry-events.ts';
import type { EventReads } from './reads-port.ts';
import { eventBody, eventPosition, eventSchema, eventStates } from './event-body.ts';
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

const listRoute = createRoute({
  method: 'get',
  path: '/events',
  tags: ['Events'],
  summary: 'Events, last received first',
  description: 'With `state=dead` or `state=quarantined`: what needs somebody to look at it.',
  ...listing({
    description: 'A page of events.',
    filters: {
      state: z.enum(eventStates).optional(),
      name: text(200).optional(),
      profile: text(200).optional().openapi({ description: 'The id of a profile.' }),
    },
    rows: { events: z.array(eventSchema) },
  }),
});

const retryRoute = createRoute({
  method: 'post',
  path: '/events/{id}/retry',
  tags: ['Events'],
  summary: 'Work off an event that was given up or set aside',
  security: withKey,
  request: { params: z.object({ id: text(250).openapi({ description: 'Its `id`.' }) }) },
  responses: {
    202: answer({ description: 'It is in the queue again.', schema: z.object({ queued: z.boolean() }) }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
  },
});

const retryAllRoute = createRoute({
  method: 'post',
  path: '/events/retry',
  tags: ['Events'],
  summary: 'Process all events of a state that were given up or set aside',
  security: withKey,
  request: {
    body: jsonBody(
      z.strictObject({
        state: z.enum(['dead', 'quarantined']),
        name: text(200).optional(),
        limit: retryLimit,
      }),
    ),
  },
  responses: { 202: retryAllAnswer, ...commonProblems },
});

/** `/api/events`: what came in, and a second chance for what got stuck. */
export const eventRoutes = (deps: {
  eventReads: EventReads;
  retryEvent: RetryEvent;
  retryEvents: RetryEvents;
}): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { limit, cursor, profile, ...filters } = c.req.valid('query');
      const wanted = { tenant, ...given({ ...filters, profileId: profile }) };
      const { items, next } = await readPage({
        c,
        query: { limit, cursor },
        read: (page) => deps.eventReads.events({ ...wanted, ...page }),
        positionOf: eventPosition,
      });
      return c.json({ events: items.map((event) => eventBody(event)), ...given({ next }) }, 200);
    })
    .openapi(retryAllRoute, async (c) => {
      const { tenant } = c.get('key');
      const { state, limit, name } = c.req.valid('json');
      const queued = await deps.retryEvents({ tenant, state, limit, ...given({ name }) });
      c.set('audited', { details: { state, queued } });
      return c.json({ queued, more: queued === limit }, 202);
    })
    .openapi(retryRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id } = c.req.valid('param');
      const retried = await deps.retryEvent({ tenant, id });
      if (retried === 'not-found') {
        throw notFound('event');
      }
      if (retried === 'not-stuck') {
        throw new CicloError({
          code: 'conflict',
          message: 'Only events that are dead or quarantined can be tried again.',
        });
      }
      return c.json({ queued: true }, 202);
    });
