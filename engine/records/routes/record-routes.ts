import { randomUUID } from 'node:crypto';

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { CicloError, notFound } from '../../../domain/errors.ts';
import { hashId } from '../../../domain/hash.ts';
import { mayReach, reachOf } from '../../../domain/objects/access.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { etagOf, ifMatch, preconditionProblem, revisionIn } from '../../../api/http/etag.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  jsonBody,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../../api/admin/kit.ts';
import { given } from '../../../api/admin/paging.ts';
import type { Named, Outcome, Records } from '../change-records.ts';
import type { MomentOf } from '../moment-of.ts';
import type { ObjectsOf } from '../objects-of.ts';
import { doneOf } from './outcome-body.ts';
import type { RecordStore } from '../ports.ts';
import { dataSchema, recordBody, recordParams, recordSchema, type Sight } from './record-body.ts';
import { actorOf, dataOf, refusePersonal, sightOf } from './sight-body.ts';

const id = text(200);
const assigned = { owner: id, team: id };

const problems = { ...commonProblems, ...notFoundProblem, ...conflictProblem };
const shown = (description: string) => answer({ description, schema: recordSchema });

const createRecordRoute = createRoute({
  method: 'post',
  path: '/records/{kind}',
  tags: ['Records'],
  summary: 'Make a record',
  description:
    'Checked against the published object: types, required fields, choices, references, the stage. With an Idempotency-Key it is made once, however often it is sent.',
  security: withKey,
  request: {
    params: z.object({ kind: text(64) }),
    headers: idempotencyHeader,
    body: jsonBody(
      z.strictObject({
        data: dataSchema,
        stage: text(64).optional().openapi({ description: 'The first stage by default.' }),
        owner: assigned.owner.optional(),
        team: assigned.team.optional(),
      }),
    ),
  },
  responses: { 201: shown('The record.'), ...problems, ...unprocessableProblem },
});

const readRoute = createRoute({
  method: 'get',
  path: '/records/{kind}/{id}',
  tags: ['Records'],
  summary: 'One record, with its `ETag`; also one that was deleted',
  security: withKey,
  request: { params: recordParams },
  responses: { 200: shown('The record.'), ...commonProblems, ...notFoundProblem },
});

const changeRoute = createRoute({
  method: 'patch',
  path: '/records/{kind}/{id}',
  tags: ['Records'],
  summary: 'Change a record',
  description: 'What is named is changed; `null` removes a value. A move to another stage must be allowed.',
  security: withKey,
  request: {
    params: recordParams,
    headers: ifMatch,
    body: jsonBody(
      z.strictObject({
        data: dataSchema.optional(),
        stage: text(64).optional(),
        owner: assigned.owner.nullable().optional(),
        team: assigned.team.nullable().optional(),
      }),
    ),
  },
  responses: { 200: shown('The record.'), ...problems, ...preconditionProblem },
});

const removeRoute = createRoute({
  method: 'delete',
  path: '/records/{kind}/{id}',
  tags: ['Records'],
  summary: 'Delete a record; it can be restored',
  security: withKey,
  request: { params: recordParams, headers: ifMatch },
  responses: { 200: shown('The record, with `deletedAt`.'), ...problems, ...preconditionProblem },
});

const restoreRoute = createRoute({
  method: 'post',
  path: '/records/{kind}/{id}/restore',
  tags: ['Records'],
  summary: 'Restore a record that was deleted',
  description: 'Refused with 409 when another record has one of its unique values meanwhile.',
  security: withKey,
  request: { params: recordParams, headers: ifMatch },
  responses: { 200: shown('The record.'), ...problems, ...preconditionProblem },
});

/**
 * Whose a new record is. One that a user makes who does not reach all records is theirs by default; they make none that they could not change
 * then (`forbidden`).
 */
const assignedTo = <T extends { readonly owner?: string; readonly team?: string }>(
  c: Context<ApiEnv>,
  sight: Sight,
  wanted: T,
): T & { readonly owner?: string } => {
  const { user: viewer } = c.get('key');
  const { access } = sight.object.definition;
  if (viewer === undefined) return wanted;
  const isTheirs = wanted.owner === undefined && reachOf({ access, act: 'write', viewer }) !== 'all';
  const record = isTheirs ? { ...wanted, owner: viewer.id } : wanted;
  if (mayReach({ access, act: 'write', viewer, record })) return record;
  const message = `The role ${viewer.role} may not make this record: see \`access\` of the object.`;
  throw new CicloError({ code: 'forbidden', message });
};

const namedIn = (data: Readonly<Record<string, unknown>> | undefined) =>
  Object.keys(data ?? {}).map((field) => ({ field, path: `data.${field}` }));

type At = {
  readonly param: { readonly kind: string; readonly id: string };
  readonly header: { readonly 'if-match'?: string | undefined };
  readonly named: Parameters<typeof refusePersonal>[0]['named'];
};

/** Makes the change of one record that a request asks for, and what it is answered. */
const createWrite =
  ({ objectsOf, momentOf }: { objectsOf: ObjectsOf; momentOf: MomentOf }) =>
  async (c: Context<ApiEnv>, at: At, act: (named: Named) => Promise<Outcome>) => {
    const { kind, id: record } = at.param;
    const sight = await sightOf({ c, objectsOf, momentOf, kind });
    refusePersonal({ sight, named: at.named });
    const revision = revisionIn(at.header['if-match']);
    const { tenant } = c.get('key');
    const done = doneOf(await act({ tenant, kind, id: record, actor: actorOf(c), revision }));
    c.header('etag', etagOf(done.record.revision));
    return recordBody(done.record, sight);
  };

/** `/api/records/:kind` and `/api/records/:kind/:id`: records are made, read, changed, deleted and restored. */
export const recordRoutes = (deps: {
  changeRecords: Records;
  records: Pick<RecordStore, 'get'>;
  objectsOf: ObjectsOf;
  momentOf: MomentOf;
}): OpenAPIHono<ApiEnv> => {
  const { changeRecords, records, objectsOf, momentOf } = deps;
  const write = createWrite({ objectsOf, momentOf });
  return createRoutes()
    .openapi(createRecordRoute, async (c) => {
      const { kind } = c.req.valid('param');
      const { data, ...rest } = c.req.valid('json');
      const { tenant } = c.get('key');
      const sight = await sightOf({ c, objectsOf, momentOf, kind });
      refusePersonal({ sight, named: namedIn(data) });
      const wanted = { data: dataOf(data), ...assignedTo(c, sight, given(rest)) };
      const key = c.req.valid('header')['idempotency-key'] ?? randomUUID();
      const named = { tenant, kind, id: `r${hashId('record', tenant, kind, key)}`, actor: actorOf(c) };
      const { record } = doneOf(await changeRecords.create({ ...named, given: wanted }));
      c.set('audited', { subject: record.id, details: { kind } });
      c.header('etag', etagOf(record.revision));
      return c.json(recordBody(record, sight), 201);
    })
    .openapi(readRoute, async (c) => {
      const { kind, id: record } = c.req.valid('param');
      const sight = await sightOf({ c, objectsOf, momentOf, kind });
      const row = await records.get({ tenant: c.get('key').tenant, id: record });
      if (row?.kind !== kind) throw notFound('record');
      c.header('etag', etagOf(row.revision));
      return c.json(recordBody(row, sight), 200);
    })
    .openapi(changeRoute, async (c) => {
      const { data, ...rest } = c.req.valid('json');
      const change = { ...given(rest), ...(data === undefined ? {} : { set: dataOf(data) }) };
      const at = { param: c.req.valid('param'), header: c.req.valid('header'), named: namedIn(data) };
      return c.json(await write(c, at, (named) => changeRecords.change({ ...named, change })), 200);
    })
    .openapi(removeRoute, async (c) => {
      const at = { param: c.req.valid('param'), header: c.req.valid('header'), named: [] };
      return c.json(await write(c, at, changeRecords.remove), 200);
    })
    .openapi(restoreRoute, async (c) => {
      const at = { param: c.req.valid('param'), header: c.req.valid('header'), named: [] };
      return c.json(await write(c, at, changeRecords.restore), 200);
    });
};
