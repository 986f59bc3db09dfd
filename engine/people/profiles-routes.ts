import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { notFound } from '../../domain/errors.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { profileBody, profileSchema } from './profile-body.ts';
import type { ListedPerson, PeopleReads } from './reads-port.ts';
import type { Position } from '../../api/ports/views.ts';
import { findProfile, whoFields } from '../../api/admin/find-profile.ts';
import {
  answer,
  commonProblems,
  createRoutes,
  notFoundProblem,
  text,
  withKey,
  listing,
} from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';

const positionOf = (profile: ListedPerson): Position => ({
  at: Date.parse(profile.createdAt),
  n: 0,
  id: profile.id,
});

const listRoute = createRoute({
  method: 'get',
  path: '/profiles',
  tags: ['Profiles'],
  summary: 'Find a person, or list people, newest first',
  ...listing({
    description: 'Who was found; nobody is an empty list.',
    filters: { ...whoFields, segment: text(64).optional(), stage: text(64).optional() },
    rows: { profiles: z.array(profileSchema) },
  }),
});

const getRoute = createRoute({
  method: 'get',
  path: '/profiles/{id}',
  tags: ['Profiles'],
  summary: 'One person',
  description: 'The id of a person who was merged into another leads to that one.',
  security: withKey,
  request: { params: z.object({ id: text(200) }) },
  responses: {
    200: answer({ description: 'The person.', schema: z.object({ profile: profileSchema }) }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** `/api/profiles`: the people. */
export const profileRoutes = (deps: { peopleReads: PeopleReads }): OpenAPIHono<ApiEnv> => {
  const { peopleReads } = deps;
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { limit, cursor, segment, stage, ...who } = c.req.valid('query');
      if (Object.values(who).some((one) => one !== undefined)) {
        const found = await findProfile({ people: peopleReads, tenant, who });
        return c.json({ profiles: found === undefined ? [] : [profileBody(found)] }, 200);
      }
      const { items, next } = await readPage({
        c,
        query: { limit, cursor },
        read: (page) => peopleReads.profiles({ tenant, ...given({ segment, stage }), ...page }),
        positionOf,
      });
      return c.json({ profiles: items.map(profileBody), ...given({ next }) }, 200);
    })
    .openapi(getRoute, async (c) => {
      const { tenant } = c.get('key');
      const profile = await peopleReads.profile({ tenant, id: c.req.valid('param').id });
      if (profile === undefined) {
        throw notFound('person');
      }
      return c.json({ profile: profileBody(profile) }, 200);
    });
};
