import { randomUUID } from 'node:crypto';

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';

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
import { etagOf, ifMatch, preconditionProblem, revisionIn } from '../../api/http/etag.ts';
import { CicloError, notFound } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import { roles } from '../../domain/objects/access.ts';
import { refuseStale } from '../../domain/team/fresh-sign-in.ts';
import { type User, userStates } from '../../domain/team/user.ts';
import type { Clock } from '../clock/clock.ts';
import type { AvailabilityOf } from './availability.ts';
import type { ChangeUsers, UserChange } from './change-users.ts';
import type { UserStore } from './ports.ts';
import {
  emailField,
  grantingOf,
  handleField,
  hoursField,
  teamKeyField,
  userBody,
  userOf,
  userSchema,
} from './user-body.ts';

const params = z.object({ id: text(100) });
const role = z.enum(roles);
const teams = z.array(teamKeyField).max(50).openapi({ description: 'Keys of teams.' });
const shown = (description: string) => answer({ description, schema: userSchema });
const problems = { ...commonProblems, ...notFoundProblem, ...conflictProblem };

const listRoute = createRoute({
  method: 'get',
  path: '/users',
  tags: ['Team'],
  summary: 'The people of the team, the newest first',
  ...listing({
    description: 'A page of users.',
    filters: {
      handle: text(40).optional().openapi({ description: 'Who is mentioned as `@eva`: `eva`.' }),
      email: text(254).optional().openapi({ description: 'Needs the scope `personal-data`.' }),
      team: text(64).optional(),
      role: role.optional(),
      state: z
        .enum(userStates)
        .optional()
        .openapi({ description: '`invited` and `active` both are those who were not deactivated.' }),
    },
    rows: { users: z.array(userSchema) },
  }),
});

const inviteRoute = createRoute({
  method: 'post',
  path: '/users',
  tags: ['Team'],
  summary: 'Invite somebody into the team',
  description:
    'They sign in with a link (`POST /api/users/{id}/sign-in-link`). Nobody gives a role that may do more than they may.',
  security: withKey,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      z.strictObject({
        email: emailField,
        name: text(100),
        role,
        handle: handleField.optional(),
        teams: teams.optional(),
        hours: hoursField.optional(),
      }),
    ),
  },
  responses: { 201: shown('The user.'), ...commonProblems, ...conflictProblem, ...unprocessableProblem },
});

const readRoute = createRoute({
  method: 'get',
  path: '/users/{id}',
  tags: ['Team'],
  summary: 'One user, with their `ETag`',
  security: withKey,
  request: { params },
  responses: { 200: shown('The user.'), ...commonProblems, ...notFoundProblem },
});

const changeRoute = createRoute({
  method: 'patch',
  path: '/users/{id}',
  tags: ['Team'],
  summary: 'Change a user',
  description:
    'What is named is changed; `null` takes a value away. `active: false` deactivates: they are signed out and cannot sign in. The last owner stays.',
  security: withKey,
  request: {
    params,
    headers: ifMatch,
    body: jsonBody(
      z.strictObject({
        email: emailField.optional(),
        name: text(100).optional(),
        role: role.optional(),
        handle: handleField.optional(),
        teams: teams.optional(),
        hours: hoursField.nullable().optional(),
        away: z
          .strictObject({
            until: z.iso.datetime({ offset: true }).optional(),
            note: text(200).optional(),
          })
          .nullable()
          .optional()
          .openapi({ description: 'From now on, until then or until it is taken away.' }),
        active: z.boolean().optional(),
      }),
    ),
  },
  responses: { 200: shown('The user.'), ...problems, ...preconditionProblem },
});

type Change = z.infer<(typeof changeRoute)['request']['body']['content']['application/json']['schema']>;

const changeOf = ({ away, active, ...rest }: Change): UserChange => {
  const until = away?.until === undefined ? {} : { until: Date.parse(away.until) };
  return {
    ...rest,
    ...(active === undefined ? {} : { isActive: active }),
    ...(away === undefined
      ? {}
      : { away: away === null ? null : { ...given({ note: away.note }), ...until } }),
  };
};

type Deps = {
  users: Pick<UserStore, 'get' | 'list'>;
  changeUsers: ChangeUsers;
  availabilityOf: AvailabilityOf;
  clock: Pick<Clock, 'systemTime'>;
};

/** Makes what shows users of the tenant of a call. */
const createShow =
  ({ availabilityOf }: Deps) =>
  async (c: Context<ApiEnv>, users: readonly User[]) => {
    const { tenant, scopes } = c.get('key');
    const seesPersonal = scopes.includes('personal-data');
    const rows = await availabilityOf({ tenant, users });
    return rows.map((row) => userBody({ ...row, seesPersonal }));
  };

const only = <T>(rows: readonly T[]): T => {
  const [row] = rows;
  if (row !== undefined) return row;
  throw notFound('user');
};

/** `/api/users`: the people of the team. */
export const userRoutes = (deps: Deps): OpenAPIHono<ApiEnv> => {
  const { users, changeUsers } = deps;
  const show = createShow(deps);
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant, scopes } = c.get('key');
      const { limit, cursor, state, email, ...filters } = c.req.valid('query');
      if (email !== undefined && !scopes.includes('personal-data')) {
        throw new CicloError({ code: 'forbidden', message: 'Looking for an address needs personal-data.' });
      }
      const wanted = given({
        ...filters,
        email: email?.toLowerCase(),
        isDeactivated: state === undefined ? undefined : state === 'deactivated',
      });
      const { items, next } = await readPage({
        c,
        query: { limit, cursor },
        read: (page) => users.list({ tenant, ...wanted, ...page }),
        positionOf: ({ createdAt, id }) => ({ at: createdAt, n: 0, id }),
      });
      return c.json({ users: await show(c, items), ...given({ next }) }, 200);
    })
    .openapi(inviteRoute, async (c) => {
      const { tenant } = c.get('key');
      const invitation = c.req.valid('json');
      const key = c.req.valid('header')['idempotency-key'] ?? randomUUID();
      const id = `usr_${hashId('user', tenant, key).slice(0, 20)}`;
      const user = userOf(await changeUsers.invite({ tenant, id, by: grantingOf(c), invitation }));
      c.set('audited', { subject: user.id, details: { role: user.role } });
      c.header('etag', etagOf(user.revision));
      return c.json(only(await show(c, [user])), 201);
    })
    .openapi(readRoute, async (c) => {
      const { tenant } = c.get('key');
      const user = await users.get({ tenant, ...c.req.valid('param') });
      const body = only(await show(c, user === undefined ? [] : [user]));
      c.header('etag', etagOf(body.revision));
      return c.json(body, 200);
    })
    .openapi(changeRoute, async (c) => {
      const { tenant, signedInAt } = c.get('key');
      const body = c.req.valid('json');
      const letsIn = body.role !== undefined || body.email !== undefined || body.active === true;
      if (signedInAt !== undefined && letsIn) {
        refuseStale({ signedInAt, now: deps.clock.systemTime() });
      }
      const revision = revisionIn(c.req.valid('header')['if-match']);
      const { id } = c.req.valid('param');
      const former = body.role === undefined ? undefined : await users.get({ tenant, id });
      const named = { tenant, id, by: grantingOf(c), revision };
      const user = userOf(await changeUsers.change({ ...named, change: changeOf(body) }));
      const what = Object.keys(body).toSorted().join(' ');
      const said = given({ role: body.role, formerRole: former?.role, active: body.active });
      c.set('audited', { details: { changed: what, ...said } });
      c.header('etag', etagOf(user.revision));
      return c.json(only(await show(c, [user])), 200);
    });
};
