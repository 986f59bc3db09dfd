import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  iso,
  isoField,
  jsonBody,
  listingOf,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { Json } from '../../domain/json.ts';
import type { Issue } from './ports.ts';
import type { ShownSync, SteerSyncs } from './steer-syncs.ts';

const count = z.int().min(0);

const syncSchema = z
  .object({
    name: z.string(),
    plugin: z.string(),
    object: z.string(),
    with: z.string(),
    state: z.enum(['new', 'running', 'waiting', 'failing', 'paused']).openapi({
      description:
        '`running`: a round is under way. `waiting`: for the next one. `failing`: the last step did not work, and is done again.',
    }),
    first: z
      .boolean()
      .openapi({ description: 'Everything is being gone through, for the first time or again.' }),
    stage: z.enum(['retry', 'in', 'all', 'out']).optional(),
    error: z.string().optional(),
    failures: count,
    nextAt: instant.optional(),
    links: count.openapi({ description: 'How many are known to be the same on both sides.' }),
    issues: count,
    counts: z
      .object({ rows: count, in: count, out: count, created: count, removed: count })
      .openapi({ description: 'What was done since the sync began.' }),
  })
  .openapi('Sync');

const issueSchema = z
  .object({
    id: z.string(),
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
    theirs: z.string().optional().openapi({ description: 'The id there.' }),
    profileId: z.string().optional(),
    record: z.string().optional(),
    attempts: count,
    firstAt: instant,
    at: instant,
    retryAt: instant.optional(),
  })
  .openapi('SyncIssue');

const previewSchema = z
  .object({
    theirs: z.string().optional(),
    ours: z.string().optional(),
    makes: z.enum(['ours', 'theirs']).optional().openapi({ description: 'Where a new one would be made.' }),
    differences: z.array(
      z.object({ side: z.enum(['ours', 'theirs']), field: z.string(), from: z.unknown(), to: z.unknown() }),
    ),
    troubles: z.array(z.object({ code: z.string(), field: z.string() })),
  })
  .openapi('SyncPreview');

const params = z.object({ sync: text(64) });
const issueParams = params.extend({ id: text(64) });
const take = z
  .enum(['ours', 'theirs'])
  .optional()
  .openapi({ description: 'Whose values count where both sides changed.' });

const tags = ['Syncs'];
const one = {
  200: answer({ description: 'The sync.', schema: syncSchema }),
  ...commonProblems,
  ...notFoundProblem,
};

const listRoute = createRoute({
  method: 'get',
  path: '/syncs',
  tags,
  summary: 'What is kept the same in other systems, and how it goes',
  security: withKey,
  responses: {
    200: answer({ description: 'The syncs.', schema: z.object({ syncs: z.array(syncSchema) }) }),
    ...commonProblems,
  },
});
const getRoute = createRoute({
  method: 'get',
  path: '/syncs/{sync}',
  tags,
  summary: 'How one sync goes',
  security: withKey,
  request: { params },
  responses: one,
});
const runRoute = createRoute({
  method: 'post',
  path: '/syncs/{sync}/run',
  tags,
  summary: 'Begin a round now',
  description: 'With `everything` all of both sides is gone through again, without starting any journey.',
  security: withKey,
  request: { params, body: jsonBody(z.strictObject({ everything: z.boolean().default(false) })) },
  responses: one,
});
const steerRoute = <How extends 'pause' | 'resume'>(how: How, summary: string) =>
  createRoute({
    method: 'post',
    path: `/syncs/{sync}/${how}`,
    tags,
    summary,
    security: withKey,
    request: { params },
    responses: one,
  });
const pauseRoute = steerRoute('pause', 'Let a sync rest');
const resumeRoute = steerRoute('resume', 'Let a sync go on');
const issuesRoute = createRoute({
  method: 'get',
  path: '/syncs/{sync}/issues',
  tags,
  summary: 'What of a sync somebody has to look at, newest first',
  ...listingOf({
    params,
    description: 'A page of issues.',
    filters: {},
    rows: { issues: z.array(issueSchema) },
  }),
});
const retried = {
  200: answer({ description: 'How many are tried again.', schema: z.object({ retried: count }) }),
  ...commonProblems,
  ...notFoundProblem,
};
const retryAllRoute = createRoute({
  method: 'post',
  path: '/syncs/{sync}/issues/retry',
  tags,
  summary: 'Try all issues again',
  security: withKey,
  request: { params, body: jsonBody(z.strictObject({ take })) },
  responses: retried,
});
const retryRoute = createRoute({
  method: 'post',
  path: '/syncs/{sync}/issues/{id}/retry',
  tags,
  summary: 'Try one issue again, or decide a conflict',
  security: withKey,
  request: { params: issueParams, body: jsonBody(z.strictObject({ take })) },
  responses: retried,
});
const previewRoute = createRoute({
  method: 'get',
  path: '/syncs/{sync}/preview',
  tags,
  summary: 'What the next page from there would change; nothing is written',
  security: withKey,
  request: { params, query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(20) }) },
  responses: {
    200: answer({ description: 'What would happen.', schema: z.object({ rows: z.array(previewSchema) }) }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const standing = ({ state }: ShownSync): z.infer<typeof syncSchema>['state'] => {
  if (state === undefined) return 'new';
  if (state.isPaused) return 'paused';
  if (state.failures > 0) return 'failing';
  return state.stage === 'retry' ? 'waiting' : 'running';
};

const bodyOf = (shown: ShownSync): z.infer<typeof syncSchema> => {
  const { name, settings, state, links, issues } = shown;
  const { plugin, object } = settings;
  return {
    name,
    plugin,
    object,
    with: settings.with,
    state: standing(shown),
    first: state?.isFirst ?? true,
    ...(state === undefined ? {} : { stage: state.stage }),
    ...(state?.error === undefined ? {} : { error: state.error }),
    failures: state?.failures ?? 0,
    ...isoField('nextAt', state?.due),
    links,
    issues,
    counts: state?.counts ?? { rows: 0, in: 0, out: 0, created: 0, removed: 0 },
  };
};

const issueBody = (issue: Issue): z.infer<typeof issueSchema> => {
  const { id, code, message, field, theirs, profileId, record, attempts, firstAt, at, due } = issue;
  return {
    id,
    code,
    message,
    ...(field === undefined ? {} : { field }),
    ...(theirs === undefined ? {} : { theirs }),
    ...(profileId === undefined ? {} : { profileId }),
    ...(record === undefined ? {} : { record }),
    attempts,
    firstAt: iso(firstAt),
    at: iso(at),
    ...isoField('retryAt', due),
  };
};

const shownValue = (value: Json): string | null =>
  value === null || typeof value === 'string' ? value : JSON.stringify(value);

/** How syncs go, and what people make of them. */
const steeringRoutes = (syncs: SteerSyncs): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(listRoute, async (c) => {
      const found = await syncs.list(c.get('key').tenant);
      return c.json({ syncs: found.map(bodyOf) }, 200);
    })
    .openapi(getRoute, async (c) => {
      const { tenant } = c.get('key');
      return c.json(bodyOf(await syncs.get({ tenant, ...c.req.valid('param') })), 200);
    })
    .openapi(runRoute, async (c) => {
      const { tenant } = c.get('key');
      const { everything } = c.req.valid('json');
      return c.json(bodyOf(await syncs.run({ tenant, ...c.req.valid('param'), everything })), 200);
    })
    .openapi(pauseRoute, async (c) => {
      const { tenant } = c.get('key');
      return c.json(bodyOf(await syncs.pause({ tenant, ...c.req.valid('param') })), 200);
    })
    .openapi(resumeRoute, async (c) => {
      const { tenant } = c.get('key');
      return c.json(bodyOf(await syncs.resume({ tenant, ...c.req.valid('param') })), 200);
    });

/** `/api/syncs`: what is kept the same in other systems. */
export const syncRoutes = (deps: { steerSyncs: SteerSyncs }): OpenAPIHono<ApiEnv> => {
  const { steerSyncs: syncs } = deps;
  return steeringRoutes(syncs)
    .openapi(issuesRoute, async (c) => {
      const { tenant } = c.get('key');
      const { sync } = c.req.valid('param');
      const { items, next } = await readPage({
        c,
        query: c.req.valid('query'),
        read: ({ after, limit: most }) =>
          syncs.issues({ tenant, sync, limit: most, ...(after === undefined ? {} : { after }) }),
        positionOf: ({ at, id }: Issue) => ({ at, n: 0, id }),
      });
      return c.json({ issues: items.map(issueBody), ...given({ next }) }, 200);
    })
    .openapi(retryAllRoute, async (c) => {
      const { tenant } = c.get('key');
      const input = { tenant, ...c.req.valid('param'), ...given(c.req.valid('json')) };
      return c.json(await syncs.retry(input), 200);
    })
    .openapi(retryRoute, async (c) => {
      const { tenant } = c.get('key');
      const input = { tenant, ...c.req.valid('param'), ...given(c.req.valid('json')) };
      return c.json(await syncs.retry(input), 200);
    })
    .openapi(previewRoute, async (c) => {
      const { tenant } = c.get('key');
      const rows = await syncs.preview({ tenant, ...c.req.valid('param'), ...c.req.valid('query') });
      const bodies = rows.map(({ theirs, ours, makes, differences, troubles }) => ({
        ...given({ theirs, ours, makes }),
        differences: differences.map(({ side, field, from, to }) => ({
          side,
          field,
          from: shownValue(from),
          to: shownValue(to),
        })),
        troubles: troubles.map((one) => ({ ...one })),
      }));
      return c.json({ rows: bodies }, 200);
    });
};
