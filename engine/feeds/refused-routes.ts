import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  instant,
  iso,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { RefusedEvents } from './retry-refused.ts';

const count = z.int().min(0);
const params = z.object({ feed: text(64) });
const problems = { ...commonProblems, ...notFoundProblem };

const listRoute = createRoute({
  method: 'get',
  path: '/feeds/{feed}/refused',
  tags: ['Feeds'],
  summary: 'Events that the connector does not take',
  description:
    'Each was set aside with the reason that the other side gave, and the feed went on. They are kept for the retention class `stuckEvents`.',
  security: withKey,
  request: { params },
  responses: {
    200: answer({
      description: 'The oldest 200, and how many there are.',
      schema: z.object({
        events: z.array(
          z
            .object({
              event: z.string().openapi({ description: 'The id of the event.' }),
              name: z.string(),
              reason: z.string(),
              at: instant.openapi({ description: 'When it was refused last.' }),
            })
            .openapi('RefusedEvent'),
        ),
        total: count,
      }),
    }),
    ...problems,
  },
});

const retryRoute = createRoute({
  method: 'post',
  path: '/feeds/{feed}/refused/retry',
  tags: ['Feeds'],
  summary: 'Send the oldest 200 of them again',
  description:
    'What is refused again stays, behind the others. What nobody agrees to any more is left out and forgotten.',
  security: withKey,
  request: { params },
  responses: {
    200: answer({
      description: 'What came of it.',
      schema: z.object({ sent: count, refused: count, leftOut: count }),
    }),
    ...problems,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

const discardRoute = createRoute({
  method: 'delete',
  path: '/feeds/{feed}/refused',
  tags: ['Feeds'],
  summary: 'Forget all of them',
  security: withKey,
  request: { params },
  responses: {
    200: answer({ description: 'How many those were.', schema: z.object({ discarded: count }) }),
    ...problems,
  },
});

/** `/api/feeds/{feed}/refused`: events that a connector does not take. */
export const refusedEventRoutes = (deps: { feedRefusals: RefusedEvents }): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { events, total } = await deps.feedRefusals.list({ tenant, ...c.req.valid('param') });
      const shown = events.map(({ event, name, reason, at }) => ({ event, name, reason, at: iso(at) }));
      return c.json({ events: shown, total }, 200);
    })
    .openapi(retryRoute, async (c) => {
      const { tenant } = c.get('key');
      const { feed } = c.req.valid('param');
      const done = await deps.feedRefusals.retry({ tenant, feed });
      c.set('audited', { subject: feed, details: { ...done } });
      return c.json({ ...done }, 200);
    })
    .openapi(discardRoute, async (c) => {
      const { tenant } = c.get('key');
      const { feed } = c.req.valid('param');
      const discarded = await deps.feedRefusals.discard({ tenant, feed });
      c.set('audited', { subject: feed, details: { discarded } });
      return c.json({ discarded }, 200);
    });
