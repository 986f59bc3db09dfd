import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  notFoundProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { readBody } from '../../api/http/body.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { streamText } from '../../api/http/stream-text.ts';
import { importBody, importIn, importParams, importSchema } from './import-body.ts';
import type { ImportStore } from './ports.ts';
import { isCsvOf, refusedText } from './read/refused-text.ts';
import type { Imports } from './start-imports.ts';

const partBytes = 4 * 1024 * 1024;
/** Just less than the server gives a whole request. */
const partMs = 28_000;

const partRoute = createRoute({
  method: 'put',
  path: '/imports/{id}/parts/{n}',
  tags: ['Imports'],
  summary: 'Send the next part of a file: up to 4 MB of it, plain or as gzip',
  description:
    'Parts are counted from 0 and come one after the other; they may end anywhere, also inside a character. The last part may be sent again when its answer was lost.',
  security: withKey,
  request: {
    params: importParams.extend({ n: z.coerce.number().int().min(0).max(100_000) }),
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
  responses: {
    200: answer({ description: 'The import.', schema: importSchema }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
  },
});

const refusedRoute = createRoute({
  method: 'get',
  path: '/imports/{id}/refused',
  tags: ['Imports'],
  summary: 'The rows that were refused, with the line and the reason of each',
  description:
    'A file in the format of the one that was sent (NDJSON for XML), with `_line` and `_reason` in front. Corrected, it can be imported as it is.',
  security: withKey,
  request: { params: importParams },
  responses: {
    200: {
      description: 'The refused rows.',
      content: {
        'text/csv': { schema: z.string() },
        'application/x-ndjson': { schema: z.string() },
      },
    },
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** The files of imports. */
export const importFileRoutes = (deps: {
  importFiles: Imports;
  imports: ImportStore;
}): OpenAPIHono<ApiEnv> => {
  const { importFiles, imports } = deps;
  return createRoutes()
    .openapi(partRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id, n } = c.req.valid('param');
      const bytes = await readBody({
        request: c.req.raw,
        maxBytes: partBytes,
        withinMs: partMs,
        take: c.get('takeBytes'),
      });
      return c.json(importBody(importIn(await importFiles.addPart({ tenant, id, n, bytes }))), 200);
    })
    .openapi(refusedRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id } = c.req.valid('param');
      const found = await imports.get({ tenant, id });
      const imported = importIn(found === undefined ? { kind: 'absent' } : { kind: 'done', imported: found });
      const isCsv = isCsvOf(imported);
      c.set('audited', { action: 'import.read-refused', subject: id });
      return streamText({
        texts: refusedText(imports, imported),
        type: isCsv ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
        name: `refused-${imported.kind}.${isCsv ? 'csv' : 'ndjson'}`,
      });
    });
};
