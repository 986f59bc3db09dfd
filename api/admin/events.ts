import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { CicloError } from '../../domain/errors.ts';
import type { ApiEnv } from '../http/env.ts';
import type { RetryEvent } from '../ports/acts.ts';
import type { Reads } from '../ports/reads.ts';
import { eventBody, eventPosition, eventSchema, eventStates } from './event-body.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  listQuery,
  nextField,
  notFoundProblem,
  text,
  withKey,
} from './kit.ts';
import { given, readPage } from './paging.ts';

const listRoute = createRoute({
  method: 'get',
  path: '/events',
  tags: ['Events'],
  summary: 'Events, last received first',
  description: 'With `state=dead` or `state=quarantined`: what needs somebody to look at it.',
  security: withKey,
  request: {
    query: z.object({
      state: z.enum(eventStates).optional(),
      name: text(200).optional(),
      profile: text(200).optional().openapi({ description: 'The id of a profile.' }),
      ...listQuery,
    }),
  },
  responses: {
    200: answer({
      description: 'A page of events.',
      schema: z.object({ events: z.array(eventSchema), ...nextField }),
    }),
    ...commonProblems,
  },
});

const retryRoute = createRoute({
  method: 'post',
  path: '/events/{id}/retry',
  tags: ['Events'],
  summary: 'Work off an event that was given up or set aside',
  security: withKey,
  request: { params: z.object({ id: text(250).openapi({ description: 'Its `messageId`.' }) }) },
  responses: {
    202: answer({ description: 'It is in the queue again.', schema: z.object({ queued: z.boolean() }) }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
  },
});

/** `/api/events`: what came in, and a second chance for what got stuck. */
export const eventRoutes = (deps: { reads: Reads; retryEvent: RetryEvent }): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { limit, cursor, profile, ...filters } = c.req.valid('query');
      const wanted = { tenant, ...given({ ...filters, profileId: profile }) };
      const { items, next } = await readPage({
        query: { limit, cursor },
        read: (page) => deps.reads.events({ ...wanted, ...page }),
        positionOf: eventPosition,
      });
      return c.json({ events: items.map((event) => eventBody(event)), ...given({ next }) }, 200);
    })
    .openapi(retryRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id: messageId } = c.req.valid('param');
      const retried = await deps.retryEvent({ tenant, messageId });
      if (retried === 'not-found') {
        throw new CicloError({ code: 'not-found', message: 'There is no such event.' });
      }
      if (retried === 'not-stuck') {
        throw new CicloError({
          code: 'conflict',
          message: 'Only events that are dead or quarantined can be tried again.',
        });
      }
      return c.json({ queued: true }, 202);
    });
