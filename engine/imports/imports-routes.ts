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
import { CicloError } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import {
  importBody,
  importIn,
  importParams,
  importPosition,
  importSchema,
  newImportSchema,
} from './import-body.ts';
import { isOwnKind } from './kinds.ts';
import { importStates, type ImportStore } from './ports.ts';
import type { Imports } from './start-imports.ts';

const problems = { ...commonProblems, ...notFoundProblem, ...conflictProblem };
const shown = (description: string) => answer({ description, schema: importSchema });

const createImportRoute = createRoute({
  method: 'post',
  path: '/imports',
  tags: ['Imports'],
  summary: 'Begin an import, whose file comes in parts',
  description:
    'Then send the file with `PUT /api/imports/{id}/parts/{n}` and start it. Records need the scope `records:write` too.',
  security: withKey,
  request: { headers: idempotencyHeader, body: jsonBody(newImportSchema) },
  responses: { 201: shown('The import.'), ...problems, ...unprocessableProblem },
});

const listRoute = createRoute({
  method: 'get',
  path: '/imports',
  tags: ['Imports'],
  summary: 'Imports, newest first',
  ...listing({
    description: 'A page of imports.',
    filters: { kind: text(64).optional(), state: z.enum(importStates).optional() },
    rows: { imports: z.array(importSchema) },
  }),
});

const readRoute = createRoute({
  method: 'get',
  path: '/imports/{id}',
  tags: ['Imports'],
  summary: 'One import, and how far it has come',
  security: withKey,
  request: { params: importParams },
  responses: { 200: shown('The import.'), ...commonProblems, ...notFoundProblem },
});

const startRoute = createRoute({
  method: 'post',
  path: '/imports/{id}/start',
  tags: ['Imports'],
  summary: 'Start an import whose file has come',
  description:
    'With `dryRun` nothing is written: the import ends as `checked`, with what would be created, changed and refused, and can be started again.',
  security: withKey,
  request: { params: importParams, body: jsonBody(z.strictObject({ dryRun: z.boolean().default(false) })) },
  responses: { 202: shown('It has begun.'), ...problems },
});

const steering = (word: 'pause' | 'resume' | 'cancel', summary: string) =>
  createRoute({
    method: 'post',
    path: `/imports/{id}/${word}`,
    tags: ['Imports'],
    summary,
    security: withKey,
    request: { params: importParams },
    responses: { 200: shown('The import.'), ...problems },
  });

const pauseRoute = steering('pause', 'Pause an import after the rows it is at');
const resumeRoute = steering('resume', 'Go on with an import that was paused');
const cancelRoute = steering('cancel', 'Cancel an import; what was imported stays');

const removeRoute = createRoute({
  method: 'delete',
  path: '/imports/{id}',
  tags: ['Imports'],
  summary: 'Remove an import with its file and its refused rows; what was imported stays',
  security: withKey,
  request: { params: importParams },
  responses: { 200: shown('The import as it was.'), ...problems },
});

/** Throws `forbidden` when a key without `records:write` imports records. */
const refuseRecords = (c: Context<ApiEnv>, kind: string): void => {
  if (isOwnKind(kind) || c.get('key').scopes.includes('records:write')) return;
  throw new CicloError({ code: 'forbidden', message: 'This key lacks records:write for this call.' });
};

/** `/api/imports`. */
export const importRoutes = (deps: { importFiles: Imports; imports: ImportStore }): OpenAPIHono<ApiEnv> => {
  const { importFiles, imports } = deps;
  const keyOf = (c: Context<ApiEnv>, id: string) => ({ tenant: c.get('key').tenant, id });
  return createRoutes()
    .openapi(createImportRoute, async (c) => {
      const { tenant, id: by } = c.get('key');
      const { kind, encoding, mapping, emptyCells, fires, ...optional } = c.req.valid('json');
      refuseRecords(c, kind);
      const once = c.req.valid('header')['idempotency-key'] ?? randomUUID();
      const id = hashId('import', tenant, once);
      const options = { mapping, emptyCells, fires, ...given(optional) };
      const made = importIn(await importFiles.create({ tenant, id, kind, by, options, encoding }));
      c.set('audited', { subject: id, details: { kind } });
      return c.json(importBody(made), 201);
    })
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { limit, cursor, ...filters } = c.req.valid('query');
      const { items, next } = await readPage({
        c,
        query: { limit, cursor },
        read: (page) => imports.list({ tenant, ...given(filters), ...page }),
        positionOf: importPosition,
      });
      return c.json({ imports: items.map(importBody), ...given({ next }) }, 200);
    })
    .openapi(readRoute, async (c) => {
      const found = await imports.get(keyOf(c, c.req.valid('param').id));
      return c.json(
        importBody(importIn(found === undefined ? { kind: 'absent' } : { kind: 'done', imported: found })),
        200,
      );
    })
    .openapi(startRoute, async (c) => {
      const key = keyOf(c, c.req.valid('param').id);
      const isDryRun = c.req.valid('json').dryRun;
      const there = await imports.get(key);
      if (there !== undefined) refuseRecords(c, there.kind);
      const started = importIn(await importFiles.start({ ...key, isDryRun }));
      c.set('audited', { details: { kind: started.kind, dryRun: isDryRun } });
      return c.json(importBody(started), 202);
    })
    .openapi(pauseRoute, async (c) =>
      c.json(importBody(importIn(await importFiles.pause(keyOf(c, c.req.valid('param').id)))), 200),
    )
    .openapi(resumeRoute, async (c) =>
      c.json(importBody(importIn(await importFiles.resume(keyOf(c, c.req.valid('param').id)))), 200),
    )
    .openapi(cancelRoute, async (c) =>
      c.json(importBody(importIn(await importFiles.cancel(keyOf(c, c.req.valid('param').id)))), 200),
    )
    .openapi(removeRoute, async (c) =>
      c.json(importBody(importIn(await importFiles.remove(keyOf(c, c.req.valid('param').id)))), 200),
    );
};
