import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  jsonBody,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { Keys } from '../../api/ports/keys.ts';
import { CicloError, notFound } from '../../domain/errors.ts';
import { keyBody, keySchema, tenantOf } from './keys-routes.ts';

const overlapHours = { default: 24, max: 30 * 24 } as const;
const hourMs = 3_600_000;

const rotateRoute = createRoute({
  method: 'post',
  path: '/keys/{id}/rotate',
  tags: ['Keys'],
  summary: 'Make the key that takes the place of another',
  description:
    'With the same name, kind and scopes; where the former has an end, the next lives as long as the former was made for. The former opens for the overlap longer, so that the next can be put in place; nothing is refused in between.',
  security: withKey,
  request: {
    params: z.object({ id: text(100) }),
    body: jsonBody(
      z.strictObject({
        overlapHours: z
          .number()
          .int()
          .min(0)
          .max(overlapHours.max)
          .default(overlapHours.default)
          .openapi({ description: 'How long the former opens from now on.' }),
      }),
    ),
  },
  responses: {
    201: answer({
      description: 'The new key. Its text is in no other answer.',
      schema: z.object({ key: z.string(), ...keySchema.shape }),
    }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
  },
});

/** `/api/keys/:id/rotate`: the key that takes the place of another. */
export const rotateKeyRoute = (deps: { keys: Keys }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(rotateRoute, async (c) => {
    const { tenant } = c.get('key');
    const { id } = c.req.valid('param');
    const former = (await deps.keys.list({ tenant })).find((row) => row.id === id);
    if (former === undefined) throw notFound('key');
    tenantOf({ key: c.get('key'), tenant: undefined, scopes: former.scopes });
    const overlapMs = c.req.valid('json').overlapHours * hourMs;
    const rotated = await deps.keys.rotate({ row: former, overlapMs });
    if (rotated.kind === 'over') {
      const message = 'The key was revoked, has ended, or has a successor already.';
      throw new CicloError({ code: 'conflict', message });
    }
    c.set('audited', { details: { successor: rotated.row.id, overlapMs } });
    return c.json({ key: rotated.text, ...keyBody(rotated.row) }, 201);
  });
