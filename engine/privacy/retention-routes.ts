import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answer, commonProblems, createRoutes, withKey } from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { requestError } from '../../api/http/problem.ts';
import { retentionClasses } from '../../domain/privacy/retention.ts';
import type { PlanRetention } from './plan-retention.ts';

const classSchema = z
  .object({
    name: z.string().openapi({ description: 'The class, as `CICLO_RETENTION` names it.' }),
    seconds: z.int().openapi({ description: 'How long it is kept, from when it is over.' }),
    usual: z.int().openapi({ description: 'How long it is kept by default, in seconds.' }),
    over: z.int().openapi({ description: 'Documents of the tenant that are over.' }),
    wanted: z.int().openapi({ description: 'How long it would be kept, in seconds.' }),
    deletes: z.int().openapi({ description: 'Documents that the next purge would delete then.' }),
  })
  .openapi('RetentionClass');

const route = createRoute({
  method: 'get',
  path: '/retention',
  tags: ['Privacy'],
  summary: 'How long what is over is kept, and what another length would delete',
  description:
    'Retention is a setting of the installation (`CICLO_RETENTION`), for all tenants alike. With `wanted` the answer says what a change would delete of this tenant; nothing is changed.',
  security: withKey,
  request: {
    query: z.object({
      wanted: z.string().min(1).max(1000).optional().openapi({
        description: 'As `CICLO_RETENTION` has it. What it does not name stays as it is set now.',
        example: 'rawRequests=14 days, audit=5 years',
      }),
    }),
  },
  responses: {
    200: answer({ description: 'The classes.', schema: z.object({ classes: z.array(classSchema) }) }),
    ...commonProblems,
  },
});

const notRead = () =>
  requestError({
    code: 'invalid-input',
    message: 'The retention cannot be read.',
    problems: [
      {
        code: 'bad-retention',
        path: 'wanted',
        message: 'A class is unknown, or a length is none or shorter than an hour.',
        hint: `Write \`class=length\`, such as \`rawRequests=14 days\`. Classes: ${retentionClasses.join(', ')}.`,
      },
    ],
  });

/** `GET /api/retention`: what is kept for how long. */
export const retentionRoutes = (deps: { planRetention: PlanRetention }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const { wanted } = c.req.valid('query');
    const classes = await deps.planRetention({ tenant, ...(wanted === undefined ? {} : { wanted }) });
    if (classes === undefined) throw notRead();
    return c.json({ classes: classes.map((one) => ({ ...one })) }, 200);
  });
