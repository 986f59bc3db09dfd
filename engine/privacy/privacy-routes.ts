import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { notFound } from '../../domain/errors.ts';
import { readCursor, writeCursor } from '../../api/http/cursor.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { EraseProfile } from './erase-profile.ts';
import type { ExportPerson } from './export-person.ts';
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
} from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';

const params = z.object({ id: text(200).openapi({ description: 'The id of a profile.' }) });

const profileIds = z.array(z.string()).openapi({
  description: 'The profiles of the person, with those that were merged into one.',
});

const eraseRoute = createRoute({
  method: 'delete',
  path: '/profiles/{id}',
  tags: ['Privacy'],
  summary: 'Erase a person',
  description:
    'Removes everything that is kept of the person, ends their journeys, and answers when that is done. What happened ' +
    'before does not make them again. An erasure that is cut off is finished by itself. Erasing somebody again removes nothing.',
  security: withKey,
  request: { params },
  responses: {
    200: answer({
      description: 'They are erased.',
      schema: z.object({
        erased: z.literal(true),
        profileIds,
        removed: z
          .record(z.string(), z.int())
          .openapi({ description: 'Documents that were removed, or made nobody’s, by collection.' }),
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
  },
});

const exportRoute = createRoute({
  method: 'get',
  path: '/profiles/{id}/export',
  tags: ['Privacy'],
  summary: 'Everything that is kept of a person',
  description: 'Page by page, collection by collection; see docs/privacy.md for what the collections hold.',
  security: withKey,
  request: { params, query: z.object(listQuery) },
  responses: {
    200: answer({
      description: 'A page of what is kept.',
      schema: z.object({
        profileIds,
        rows: z.array(z.object({ collection: z.string(), row: z.record(z.string(), z.unknown()) })),
        ...nextField,
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** What a person may ask for: `DELETE /api/profiles/{id}` and `GET /api/profiles/{id}/export`. */
export const privacyRoutes = (deps: {
  eraseProfile: EraseProfile;
  exportPerson: ExportPerson;
}): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(eraseRoute, async (c) => {
      const { tenant, id: by, user } = c.get('key');
      const { id } = c.req.valid('param');
      const erased = await deps.eraseProfile({
        tenant,
        profileId: id,
        by: { kind: user === undefined ? 'key' : 'user', id: by },
      });
      if (erased === undefined) throw notFound('person');
      c.set('audited', { details: { ...erased.removed } });
      const { removed } = erased;
      return c.json(
        { erased: true as const, profileIds: [...erased.profileIds], removed: { ...removed } },
        200,
      );
    })
    .openapi(exportRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id } = c.req.valid('param');
      const { limit, cursor } = c.req.valid('query');
      const [at] = readCursor({ c, cursor, count: 1 });
      const from = { collection: Math.max(0, at?.at ?? 0), skip: at?.n ?? 0 };
      const found = await deps.exportPerson({ tenant, profileId: id, from, limit });
      if (found === undefined) throw notFound('person');
      // One line for one export, however many pages it has.
      if (at === undefined) c.set('audited', { action: 'profile.export', subject: id });
      const next =
        found.next === undefined
          ? undefined
          : writeCursor({ c, positions: [{ at: found.next.collection, n: found.next.skip, id: '' }] });
      const rows = found.rows.map(({ collection, row }) => ({ collection, row: { ...row } }));
      return c.json({ profileIds: [...found.profileIds], rows, ...given({ next }) }, 200);
    });
