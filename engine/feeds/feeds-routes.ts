import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  instant,
  iso,
  isoField,
  jsonBody,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { feedPauseSchema, type FeedPause } from '../../domain/feeds/feed-pause.ts';
import { feedRows } from '../../domain/feeds/feed-rows.ts';
import { feedSchema as settingsSchema } from '../../domain/feeds/feed-settings.ts';
import type { RemovedFeed } from './audiences/removed-feeds.ts';
import { problemIn, type Requests } from './audiences/requests.ts';
import type { ShownFeed, SteerFeeds } from './steer-feeds.ts';

const count = z.int().min(0);

const endedSchema = z.object({
  does: z.enum(['add', 'remove']),
  state: z.enum(['done', 'partly', 'failed', 'unknown']).openapi({
    description: '`unknown`: the service did not say within two days.',
  }),
  at: instant,
  people: count,
  failed: count,
  reasons: z.array(z.object({ reason: z.string(), people: count })),
  matched: z.object({ from: count, to: count }).optional().openapi({
    description: 'How many per cent of the people the service found among its own, between two bounds.',
  }),
});

const requestsSchema = z.object({ joining: count, leaving: count, last: endedSchema.optional() }).openapi({
  description:
    'Of a feed whose service works on requests after it has taken them: how many people are in requests of which it did not say yet what came of them, and how the last one ended.',
});

const feedSchema = z
  .object({
    name: z.string(),
    plugin: z.string(),
    rows: z.enum(feedRows),
    settings: settingsSchema.describe('As `ciclo.json` has them, with what holds by default.'),
    goesAs: z.enum(['files', 'events', 'audience']).openapi({
      description: 'How the rows reach the connector; only events are refused one by one.',
    }),
    state: z.enum(['new', 'waiting', 'failing', 'paused']).openapi({
      description:
        '`waiting`: for the next round. `failing`: the last file was not written, and is tried again. Of an audience also: the service failed requests after it had taken them; `failures` is then 0. `paused`: nothing goes out until somebody resumes it.',
    }),
    paused: z
      .object({
        since: instant,
        reason: z.string().optional(),
        by: z.object({ kind: z.enum(['key', 'user']), id: z.string() }),
      })
      .optional()
      .openapi({ description: 'Since when it is paused, why, and who paused it.' }),
    error: z.string().optional(),
    failures: count,
    nextAt: instant.optional(),
    waitsSince: instant.optional().openapi({
      description:
        'Since when the oldest waits of what the feed has yet to go through, of what is as old as `after` asks for. Absent where nothing waits.',
    }),
    written: z
      .object({ rows: count, files: count })
      .openapi({ description: 'What was written since the feed began.' }),
    leftOut: z.object({ restricted: count, noConsent: count }).openapi({
      description:
        'Rows that were not written: of people who asked not to be processed, and of those who do not agree to `consent`.',
    }),
    refused: count.openapi({
      description: 'Events that the connector did not take, until they are sent again or discarded.',
    }),
    requests: requestsSchema.optional(),
    audience: z.object({ members: count, joining: count, erased: count }).optional().openapi({
      description:
        'Of a feed that keeps an audience: how many people are in it, how many the service was told of and has yet to confirm, and how many erased ones have yet to leave it.',
    }),
    lastFile: z.string().optional(),
    lastAt: instant.optional(),
  })
  .openapi('Feed');

const removedSchema = z
  .object({
    name: z.string(),
    plugin: z.string(),
    audience: z.string().openapi({ description: 'The id of the audience at the service.' }),
    people: count.openapi({ description: 'How many have yet to leave it.' }),
    error: z.string().optional(),
    failures: count,
    nextAt: instant.optional(),
  })
  .openapi('RemovedFeed');

const listRoute = createRoute({
  method: 'get',
  path: '/feeds',
  tags: ['Feeds'],
  summary: 'What is written out to other systems, and how it goes',
  security: withKey,
  responses: {
    200: answer({
      description: 'The feeds.',
      schema: z.object({
        feeds: z.array(feedSchema),
        removed: z.array(removedSchema).openapi({
          description: 'Feeds that are published no more, and whose people have yet to leave their audience.',
        }),
      }),
    }),
    ...commonProblems,
  },
});

const runRoute = createRoute({
  method: 'post',
  path: '/feeds/{feed}/run',
  tags: ['Feeds'],
  summary: 'Begin a round now',
  description:
    'With `everything` all is written again from the first row on, under the same names where it is the same.',
  security: withKey,
  request: {
    params: z.object({ feed: text(64) }),
    body: jsonBody(z.strictObject({ everything: z.boolean().default(false) })),
  },
  responses: {
    200: answer({ description: 'The feed.', schema: feedSchema }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
  },
});

const steered = {
  200: answer({ description: 'The feed.', schema: feedSchema }),
  ...commonProblems,
  ...notFoundProblem,
};

const pauseRoute = createRoute({
  method: 'post',
  path: '/feeds/{feed}/pause',
  tags: ['Feeds'],
  summary: 'Let a feed rest',
  description:
    'Nothing more goes out within about a second, after the batch under way. What happens meanwhile is kept, and goes out in its order once the feed is resumed. Erased people still leave an audience.',
  security: withKey,
  request: { params: z.object({ feed: text(64) }), body: jsonBody(feedPauseSchema) },
  responses: steered,
});

const resumeRoute = createRoute({
  method: 'post',
  path: '/feeds/{feed}/resume',
  tags: ['Feeds'],
  summary: 'Let a feed go on at once, from where it stopped',
  security: withKey,
  request: { params: z.object({ feed: text(64) }) },
  responses: steered,
});

const pausedBody = ({ since, reason, by }: FeedPause) => ({
  since: iso(since),
  ...(reason === undefined ? {} : { reason }),
  by: { ...by },
});

/** Absent where the service does what it is asked at once. */
const requestsBody = ({ open, last }: Requests): { requests?: z.infer<typeof requestsSchema> } => {
  if (open.length === 0 && last === null) return {};
  const sum = (does: 'add' | 'remove'): number =>
    open.reduce((people, one) => people + (one.does === does ? one.people : 0), 0);
  const waiting = { joining: sum('add'), leaving: sum('remove') };
  if (last === null) return { requests: waiting };
  const { matched, at, reasons, ...ended } = last;
  const found = matched === null ? {} : { matched: { ...matched } };
  return {
    requests: {
      ...waiting,
      last: { ...ended, at: iso(at), reasons: reasons.map((one) => ({ ...one })), ...found },
    },
  };
};

const bodyOf = (shown: ShownFeed): z.infer<typeof feedSchema> => {
  const { name, settings, poll, state, refused, goesAs, waitsSince, audience, pause } = shown;
  const failures = poll?.failures ?? 0;
  const failing = failures > 0 ? (poll?.error ?? '') : problemIn(state.requests);
  const standing = poll === undefined ? 'new' : failing === undefined ? 'waiting' : 'failing';
  return {
    name,
    plugin: settings.plugin,
    rows: settings.rows,
    settings: { ...settings },
    goesAs,
    state: pause === undefined ? standing : 'paused',
    ...(pause === undefined ? {} : { paused: pausedBody(pause) }),
    ...(failing === undefined || failing === '' ? {} : { error: failing }),
    failures,
    ...(pause === undefined ? isoField('nextAt', poll?.due) : {}),
    ...isoField('waitsSince', waitsSince),
    written: { rows: state.rows, files: state.files },
    leftOut: { ...state.leftOut },
    refused,
    ...(audience === undefined ? {} : { audience: { ...audience }, ...requestsBody(state.requests) }),
    ...(state.last === null || state.last.path === '' ? {} : { lastFile: state.last.path }),
    ...isoField('lastAt', state.last?.at),
  };
};

const removedBody = ({ name, plugin, audience, people, poll }: RemovedFeed) => {
  const failures = poll?.failures ?? 0;
  return {
    name,
    plugin,
    audience,
    people,
    ...(poll?.error === undefined || failures === 0 ? {} : { error: poll.error }),
    failures,
    ...isoField('nextAt', poll?.due),
  };
};

/** `/api/feeds`: what is written out to other systems. */
export const feedRoutes = (deps: { steerFeeds: SteerFeeds }): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const found = await deps.steerFeeds.list(tenant);
      const removed = await deps.steerFeeds.removed(tenant);
      return c.json({ feeds: found.map(bodyOf), removed: removed.map(removedBody) }, 200);
    })
    .openapi(runRoute, async (c) => {
      const { tenant } = c.get('key');
      const { everything } = c.req.valid('json');
      return c.json(bodyOf(await deps.steerFeeds.run({ tenant, ...c.req.valid('param'), everything })), 200);
    })
    .openapi(pauseRoute, async (c) => {
      const { tenant, id, user } = c.get('key');
      const { feed } = c.req.valid('param');
      const { reason } = c.req.valid('json');
      const why = reason === undefined ? {} : { reason };
      const by = { kind: user === undefined ? 'key' : 'user', id } as const;
      c.set('audited', { subject: feed, details: why });
      return c.json(bodyOf(await deps.steerFeeds.pause({ tenant, feed, by, ...why })), 200);
    })
    .openapi(resumeRoute, async (c) => {
      const { tenant } = c.get('key');
      const { feed } = c.req.valid('param');
      c.set('audited', { subject: feed });
      return c.json(bodyOf(await deps.steerFeeds.resume({ tenant, feed })), 200);
    });
