import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { notFound } from '../../../domain/errors.ts';
import { mayReach } from '../../../domain/objects/access.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { etagOf } from '../../../api/http/etag.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  jsonBody,
  listingOf,
  notFoundProblem,
  text,
  withKey,
} from '../../../api/admin/kit.ts';
import { given, readPage } from '../../../api/admin/paging.ts';
import type { Records } from '../change-records.ts';
import { findLetters } from '../index-record.ts';
import type { MomentOf } from '../moment-of.ts';
import type { ObjectsOf } from '../objects-of.ts';
import { doneOf } from './outcome-body.ts';
import type { RecordRow, RecordStore } from '../ports.ts';
import {
  historyBody,
  historySchema,
  linkSchema,
  recordBody,
  recordParams,
  recordSchema,
} from './record-body.ts';
import { actorOf, sightOf } from './sight-body.ts';
import { carriedLines } from '../tell-record.ts';

const historyRoute = createRoute({
  method: 'get',
  path: '/records/{kind}/{id}/history',
  tags: ['Records'],
  summary: 'Who changed what of a record, and when; the newest first',
  ...listingOf({
    params: recordParams,
    description: 'A page of the history.',
    filters: {},
    rows: { history: z.array(historySchema) },
  }),
});

const linksRoute = createRoute({
  method: 'get',
  path: '/records/{kind}/{id}/links',
  tags: ['Records'],
  summary: 'The records that a record is linked to, and those that are linked to it (at most 200)',
  security: withKey,
  request: { params: recordParams },
  responses: {
    200: answer({
      description: 'The links, from both sides.',
      schema: z.object({
        links: z.array(linkSchema.extend({ direction: z.enum(['out', 'in']) })),
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const linkParams = z.object({ ...recordParams.shape, otherKind: text(64), otherId: text(200) });
const linked = {
  200: answer({ description: 'The record.', schema: recordSchema }),
  ...commonProblems,
  ...notFoundProblem,
  ...conflictProblem,
};

const linkRoute = createRoute({
  method: 'put',
  path: '/records/{kind}/{id}/links/{otherKind}/{otherId}',
  tags: ['Records'],
  summary: 'Link a record to another one, or change the role of a link',
  security: withKey,
  request: {
    params: linkParams,
    body: jsonBody(
      z.strictObject({
        role: z
          .string()
          .max(60)
          .default('')
          .openapi({ description: 'What the other is to this one: `partner`.' }),
      }),
    ),
  },
  responses: linked,
});

const unlinkRoute = createRoute({
  method: 'delete',
  path: '/records/{kind}/{id}/links/{otherKind}/{otherId}',
  tags: ['Records'],
  summary: 'Remove a link',
  security: withKey,
  request: { params: linkParams },
  responses: linked,
});

const inMax = 200;

type Deps = { changeRecords: Records; records: RecordStore; objectsOf: ObjectsOf; momentOf: MomentOf };

const createRead =
  ({ records }: Deps) =>
  async (input: { tenant: string; kind: string; id: string }): Promise<RecordRow> => {
    const row = await records.get(input);
    if (row?.kind === input.kind) return row;
    throw notFound('record');
  };

/** Ids of the records that who asks may see; keys go by their scopes. */
const reachedBy = async (input: {
  c: Context<ApiEnv>;
  objectsOf: ObjectsOf;
  rows: readonly RecordRow[];
}): Promise<ReadonlySet<string>> => {
  const { tenant, user: viewer } = input.c.get('key');
  const objects = await input.objectsOf(tenant);
  const seen = input.rows.filter((record) => {
    const access = objects.get(record.kind)?.definition.access;
    return viewer === undefined || mayReach({ access, act: 'read', viewer, record });
  });
  return new Set(seen.map(({ id }) => id));
};

/** The links of a record from both sides, as far as who asks may see the other one. */
const linksSeen = async ({ c, deps, row }: { c: Context<ApiEnv>; deps: Deps; row: RecordRow }) => {
  const { tenant, kind, id } = row;
  const { records, objectsOf } = deps;
  const others = await records.found({ tenant, begins: [[findLetters.link + id]], limit: inMax });
  const inwards = others.flatMap((other) =>
    other.links
      .filter((link) => link.id === id && link.kind === kind)
      .map(({ role }) => ({ kind: other.kind, id: other.id, role, direction: 'in' as const })),
  );
  const outwards = row.links.map((link) => ({ ...link, direction: 'out' as const }));
  const linked = await records.many({ tenant, ids: row.links.map((link) => link.id) });
  const reached = await reachedBy({ c, objectsOf, rows: [...linked, ...others] });
  return [...outwards, ...inwards].filter((link) => reached.has(link.id));
};

/** `/api/records/:kind/:id/history` and `/links`: what became of a record, and what it is linked to. */
export const recordLinkRoutes = (deps: Deps): OpenAPIHono<ApiEnv> => {
  const { changeRecords, records, objectsOf, momentOf } = deps;
  const read = createRead(deps);
  return createRoutes()
    .openapi(historyRoute, async (c) => {
      const { tenant } = c.get('key');
      const { kind, id } = c.req.valid('param');
      const sight = await sightOf({ c, objectsOf, momentOf, kind });
      const row = await read({ tenant, kind, id });
      // Lines that a crash left are told here as well, and kept with the others soon.
      const carried = carriedLines(row).toReversed();
      const { items, next } = await readPage({
        c,
        query: c.req.valid('query'),
        read: async ({ limit, after }) => {
          const before = after?.n;
          const kept = await records.history({ tenant, id, before, limit });
          const newer = carried.filter(({ revision }) => before === undefined || revision < before);
          const known = new Set(newer.map(({ revision }) => revision));
          return [...newer, ...kept.filter(({ revision }) => !known.has(revision))]
            .toSorted((a, b) => b.revision - a.revision)
            .slice(0, limit);
        },
        positionOf: ({ revision }) => ({ at: 0, n: revision, id }),
      });
      return c.json({ history: items.map((line) => historyBody(line, sight)), ...given({ next }) }, 200);
    })
    .openapi(linksRoute, async (c) => {
      const { tenant } = c.get('key');
      const { kind, id } = c.req.valid('param');
      await sightOf({ c, objectsOf, momentOf, kind });
      const row = await read({ tenant, kind, id });
      return c.json({ links: await linksSeen({ c, deps, row }) }, 200);
    })
    .openapi(linkRoute, async (c) => {
      const { kind, id, otherKind, otherId } = c.req.valid('param');
      const sight = await sightOf({ c, objectsOf, momentOf, kind });
      const link = { kind: otherKind, id: otherId, role: c.req.valid('json').role };
      const named = { tenant: c.get('key').tenant, kind, id, actor: actorOf(c) };
      const { record } = doneOf(await changeRecords.link({ ...named, link }));
      c.header('etag', etagOf(record.revision));
      return c.json(recordBody(record, sight), 200);
    })
    .openapi(unlinkRoute, async (c) => {
      const { kind, id, otherKind, otherId } = c.req.valid('param');
      const sight = await sightOf({ c, objectsOf, momentOf, kind });
      const named = { tenant: c.get('key').tenant, kind, id, actor: actorOf(c) };
      const { record } = doneOf(
        await changeRecords.unlink({ ...named, link: { kind: otherKind, id: otherId } }),
      );
      c.header('etag', etagOf(record.revision));
      return c.json(recordBody(record, sight), 200);
    });
};
