import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answer, commonProblems, createRoutes, withKey } from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { schemaNames, schemaText } from '../../domain/workspace/json-schemas.ts';

const anyObject = z.record(z.string(), z.unknown());

const route = createRoute({
  method: 'get',
  path: '/workspace/schema',
  tags: ['Workspace'],
  summary: 'The JSON Schema of a kind of file',
  security: withKey,
  request: { query: z.object({ of: z.enum(schemaNames) }) },
  responses: {
    200: answer({
      description: 'Of draft 2020-12, as `docs/schemas` has it.',
      schema: z.object({ of: z.enum(schemaNames), schema: anyObject }),
    }),
    ...commonProblems,
  },
});

/** `/api/workspace/schema`: what editors check and complete files with. */
export const schemaRoutes = (): OpenAPIHono<ApiEnv> => {
  const made = new Map<string, z.infer<typeof anyObject>>();
  return createRoutes().openapi(route, async (c) => {
    const { of: name } = c.req.valid('query');
    const schema = made.get(name) ?? anyObject.parse(JSON.parse(schemaText(name)));
    made.set(name, schema);
    return c.json({ of: name, schema }, 200);
  });
};
