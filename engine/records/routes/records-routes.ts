import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { CicloError } from '../../../domain/errors.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import {
  answer,
  commonProblems,
  createRoutes,
  jsonBody,
  listingOf,
  listQuery,
  nextField,
  notFoundProblem,
  text,
  withKey,
} from '../../../api/admin/kit.ts';
import { given, readPage } from '../../../api/admin/paging.ts';
import type { Clock } from '../../clock/clock.ts';
import { filterIn, readFilter, refuseList } from './filter-body.ts';
import { sortOf } from '../lists/list-records.ts';
import { reachConditions } from '../lists/reach-filter.ts';
import type { MomentOf } from '../moment-of.ts';
import type { ObjectsOf } from '../objects-of.ts';
import type { ListPlace, RecordStore } from '../ports.ts';
import { recordBody, recordSchema } from './record-body.ts';
import { refusePersonal, sightOf } from './sight-body.ts';

const rows = { records: z.array(recordSchema) };
const sortText = text(60).default('-createdAt').openapi({
  description: '`createdAt`, `updatedAt` or a sortable field; `-` in front for the greatest first.',
});
const description =
  'A filter is conditions of the rule language over the fact `record`. At least one of the conditions in `all` has to stand on an index; what cannot is refused with a hint.';

const listRoute = createRoute({
  method: 'get',
  path: '/records/{kind}',
  tags: ['Records'],
  summary: 'A list of records, filtered and sorted',
  description,
  ...listingOf({
    params: z.object({ kind: text(64) }),
    description: 'A page of records.',
    filters: {
      filter: text(8000).optional().openapi({
        description: 'Conditions as JSON.',
        example: '{"all":[{"fact":"record","path":"$.stage","operator":"equal","value":"open"}]}',
      }),
      sort: sortText,
      deleted: z.enum(['1']).optional().openapi({ description: '`1`: those that were deleted.' }),
    },
    rows,
  }),
});

const searchRoute = createRoute({
  method: 'post',
  path: '/records/{kind}/search',
  tags: ['Records'],
  summary: 'The same list, for filters that are too long for an address',
  description,
  security: withKey,
  request: {
    params: z.object({ kind: text(64) }),
    body: jsonBody(
      z.strictObject({
        filter: z.record(z.string(), z.unknown()).optional(),
        sort: sortText,
        deleted: z.boolean().default(false),
        limit: z.int().min(1).max(200).default(50),
        cursor: listQuery.cursor,
      }),
    ),
  },
  responses: {
    200: answer({ description: 'A page of records.', schema: z.object({ ...rows, ...nextField }) }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

type Asked = {
  readonly filter: unknown;
  readonly sort: string;
  readonly isDeleted: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

type Deps = {
  readonly records: Pick<RecordStore, 'list'>;
  readonly objectsOf: ObjectsOf;
  readonly zoneOf: (tenant: string) => Promise<string>;
  readonly momentOf: MomentOf;
  readonly clock: Clock;
};

const separator = '\n';

const createPage = (deps: Deps) => async (c: Context<ApiEnv>, kind: string, asked: Asked) => {
  const { tenant } = c.get('key');
  const sight = await sightOf({ c, objectsOf: deps.objectsOf, momentOf: deps.momentOf, kind });
  const sort = sortOf(sight.object, asked.sort);
  if (!sort.ok) return refuseList(sort.problems, 'The list cannot be sorted so.');
  refusePersonal({ sight, named: [{ field: asked.sort.replace(/^-/, ''), path: 'sort' }] });
  const { access } = sight.object.definition;
  const within = reachConditions({ access, viewer: c.get('key').user });
  const filter = await readFilter({ deps, tenant, sight, filter: asked.filter, within });
  const { items, next } = await readPage({
    c,
    query: asked,
    read: ({ limit, after }) => {
      const [id = '', by, ...value] = after?.id.split(separator) ?? [];
      if (after !== undefined && by !== asked.sort) throw wrongCursor();
      const place: ListPlace | undefined =
        after === undefined ? undefined : { id, value: value.join(separator) };
      const { isDeleted } = asked;
      return deps.records.list({ tenant, kind, isDeleted, filter, sort: sort.value, after: place, limit });
    },
    positionOf: ({ place }) => ({ at: 0, n: 0, id: [place.id, asked.sort, place.value].join(separator) }),
  });
  return { records: items.map(({ row }) => recordBody(row, sight)), ...given({ next }) };
};

const wrongCursor = (): CicloError =>
  new CicloError({ code: 'invalid-input', message: 'The cursor is of a list with another sort.' });

/** `/api/records/:kind`: lists of records. */
export const recordListRoutes = (deps: Deps): OpenAPIHono<ApiEnv> => {
  const page = createPage(deps);
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { filter, deleted, ...rest } = c.req.valid('query');
      const asked = { ...rest, filter: filterIn(filter), isDeleted: deleted === '1' };
      return c.json(await page(c, c.req.valid('param').kind, asked), 200);
    })
    .openapi(searchRoute, async (c) => {
      const { deleted, filter, ...rest } = c.req.valid('json');
      return c.json(await page(c, c.req.valid('param').kind, { ...rest, filter, isDeleted: deleted }), 200);
    });
};
