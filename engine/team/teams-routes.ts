import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  instant,
  iso,
  isoField,
  jsonBody,
  listing,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { etagOf, ifMatch, preconditionProblem, revisionIn } from '../../api/http/etag.ts';
import { CicloError, notFound } from '../../domain/errors.ts';
import type { Team } from '../../domain/team/team.ts';
import type { ChangeTeams, TeamOutcome } from './change-teams.ts';
import type { TeamStore } from './ports.ts';
import { hoursField, staleError, teamKeyField } from './user-body.ts';

const teamSchema = z
  .object({
    key: z.string(),
    revision: z.int().openapi({ description: 'Counts up with every change; also the `ETag`.' }),
    name: z.string(),
    hours: hoursField.optional(),
    createdAt: instant,
    updatedAt: instant,
    deactivatedAt: instant.optional().openapi({ description: 'Nobody joins it any more.' }),
  })
  .openapi('Team');

const bodyOf = (team: Team): z.infer<typeof teamSchema> => {
  const { key, revision, name, hours, createdAt, updatedAt, deactivatedAt } = team;
  return {
    key,
    revision,
    name,
    ...given({ hours }),
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
    ...isoField('deactivatedAt', deactivatedAt),
  };
};

const params = z.object({ key: text(64) });
const shown = (description: string) => answer({ description, schema: teamSchema });

const listRoute = createRoute({
  method: 'get',
  path: '/teams',
  tags: ['Team'],
  summary: 'The teams, the newest first',
  ...listing({ description: 'A page of teams.', filters: {}, rows: { teams: z.array(teamSchema) } }),
});

const createRouteOfTeams = createRoute({
  method: 'post',
  path: '/teams',
  tags: ['Team'],
  summary: 'Make a team',
  security: withKey,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      z.strictObject({
        key: teamKeyField.openapi({ description: 'Names it in records and steps.', example: 'support' }),
        name: text(100),
        hours: hoursField.optional(),
      }),
    ),
  },
  responses: { 201: shown('The team.'), ...commonProblems, ...conflictProblem, ...unprocessableProblem },
});

const readRoute = createRoute({
  method: 'get',
  path: '/teams/{key}',
  tags: ['Team'],
  summary: 'One team, with its `ETag`',
  security: withKey,
  request: { params },
  responses: { 200: shown('The team.'), ...commonProblems, ...notFoundProblem },
});

const changeRoute = createRoute({
  method: 'patch',
  path: '/teams/{key}',
  tags: ['Team'],
  summary: 'Change a team',
  description:
    'What is named is changed; `null` takes a value away. Nobody joins a team with `active: false`.',
  security: withKey,
  request: {
    params,
    headers: ifMatch,
    body: jsonBody(
      z.strictObject({
        name: text(100).optional(),
        hours: hoursField.nullable().optional(),
        active: z.boolean().optional(),
      }),
    ),
  },
  responses: {
    200: shown('The team.'),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
    ...preconditionProblem,
  },
});

const teamOf = (outcome: TeamOutcome): Team => {
  if (outcome.kind === 'done') return outcome.team;
  if (outcome.kind === 'stale') throw staleError('team', outcome.revision);
  if (outcome.kind === 'absent') throw notFound('team');
  throw new CicloError({ code: 'conflict', message: 'There is a team of this key already.' });
};

/** `/api/teams`: who works together. */
export const teamRoutes = (deps: {
  teams: Pick<TeamStore, 'get' | 'list'>;
  changeTeams: ChangeTeams;
}): OpenAPIHono<ApiEnv> => {
  const { teams, changeTeams } = deps;
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { items, next } = await readPage({
        c,
        query: c.req.valid('query'),
        read: (page) => teams.list({ tenant, ...page }),
        positionOf: ({ createdAt, key }) => ({ at: createdAt, n: 0, id: key }),
      });
      return c.json({ teams: items.map(bodyOf), ...given({ next }) }, 200);
    })
    .openapi(createRouteOfTeams, async (c) => {
      const { tenant } = c.get('key');
      const team = teamOf(await changeTeams.create({ tenant, ...c.req.valid('json') }));
      c.set('audited', { subject: team.key });
      c.header('etag', etagOf(team.revision));
      return c.json(bodyOf(team), 201);
    })
    .openapi(readRoute, async (c) => {
      const { tenant } = c.get('key');
      const team = await teams.get({ tenant, ...c.req.valid('param') });
      if (team === undefined) throw notFound('team');
      c.header('etag', etagOf(team.revision));
      return c.json(bodyOf(team), 200);
    })
    .openapi(changeRoute, async (c) => {
      const { tenant } = c.get('key');
      const { active, ...rest } = c.req.valid('json');
      const revision = revisionIn(c.req.valid('header')['if-match']);
      const change = { ...rest, isActive: active };
      const team = teamOf(await changeTeams.change({ tenant, ...c.req.valid('param'), revision, change }));
      c.header('etag', etagOf(team.revision));
      return c.json(bodyOf(team), 200);
    });
};
