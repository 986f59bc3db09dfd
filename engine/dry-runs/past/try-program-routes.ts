import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answer, commonProblems, createRoutes, jsonBody, withKey } from '../../../api/admin/kit.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { refuseDraft } from '../draft-body.ts';
import type { TryProgram } from './try-program.ts';

const route = createRoute({
  method: 'post',
  path: '/loyalty/programs/try',
  tags: ['Loyalty'],
  summary: 'What a programme would have given for the events of the last days, and what that costs',
  description:
    'Nothing is changed. Orders count as they are now; limits count what came in that time. Of very many events the newest 1,000 are looked at (`lookedAt`).',
  security: withKey,
  request: {
    body: jsonBody(
      z.strictObject({
        definition: z
          .record(z.string(), z.unknown())
          .openapi({ description: 'A programme, as its file has it.' }),
        days: z.int().min(1).max(90).default(30).openapi({ description: 'The last so many days.' }),
      }),
    ),
  },
  responses: {
    200: answer({
      description: 'As of now.',
      schema: z
        .object({
          events: z.int().openapi({ description: 'How many events came that its rules look at.' }),
          lookedAt: z.int().openapi({ description: 'How many of them were looked at: the newest.' }),
          points: z.int(),
          people: z.int().openapi({ description: 'How many people would have got points.' }),
          cost: z.int().nullable().openapi({
            description:
              'What these points cost the shop, in minor units; null where the programme does not say what points cost.',
          }),
          currency: z.string(),
          rules: z.array(z.object({ rule: z.string(), times: z.int(), points: z.int() })),
        })
        .openapi('ProgramTrial'),
    }),
    ...commonProblems,
  },
});

/** `POST /api/loyalty/programs/try`: a programme beside what happened, before it is published. */
export const tryProgramRoutes = (deps: { tryProgram: TryProgram }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const tried = await deps.tryProgram({ tenant: c.get('key').tenant, ...c.req.valid('json') });
    if (!tried.ok) throw refuseDraft(tried.problems);
    const { trial } = tried;
    return c.json({ ...trial, rules: trial.rules.map((one) => ({ ...one })) }, 200);
  });
