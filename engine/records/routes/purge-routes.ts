import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import type { ApiEnv } from '../../../api/http/env.ts';
import { requestError } from '../../../api/http/problem.ts';
import {
  answer,
  commonProblems,
  createRoutes,
  jsonBody,
  notFoundProblem,
  text,
  withKey,
} from '../../../api/admin/kit.ts';
import { given } from '../../../api/admin/paging.ts';
import { objectOf, type ObjectsOf } from '../objects-of.ts';
import type { PurgeField } from '../ports.ts';

const page = 500;

const route = createRoute({
  method: 'post',
  path: '/objects/{kind}/fields/{field}/purge',
  tags: ['Records'],
  summary: 'Remove what records hold in a field that the object has no more',
  description: `A removed field keeps its values until they are purged, in records, deleted ones too, and in their history. One call looks at ${page} records; send \`next\` as \`after\` until there is none.`,
  security: withKey,
  request: {
    params: z.object({ kind: text(64), field: text(64) }),
    body: jsonBody(z.strictObject({ after: text(200).optional() })),
  },
  responses: {
    200: answer({
      description: 'What was done.',
      schema: z.object({
        purged: z.int().openapi({ description: 'Records that had a value, or a line of history with one.' }),
        next: z.string().optional().openapi({ description: 'Absent at the end.' }),
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** `/api/objects/{kind}/fields/{field}/purge`. */
export const purgeRoutes = (deps: {
  objectsOf: ObjectsOf;
  fieldPurge: { readonly purgeField: PurgeField };
}): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const { kind, field } = c.req.valid('param');
    const { definition } = await objectOf({ objectsOf: deps.objectsOf, tenant, kind });
    if (Object.hasOwn(definition.fields, field)) {
      const message = `\`${field}\` is a field of ${kind}.`;
      const hint = 'Publish the object without the field first.';
      throw requestError({
        code: 'invalid-input',
        message,
        problems: [{ code: 'field-in-use', path: 'field', message, hint }],
      });
    }
    const { after } = c.req.valid('json');
    const { purged, next } = await deps.fieldPurge.purgeField({ tenant, kind, field, after, limit: page });
    c.set('audited', { subject: `${kind}.${field}`, details: { purged } });
    return c.json({ purged, ...given({ next }) }, 200);
  });
