import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import type { ApiEnv } from '../../../api/http/env.ts';
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
import { withoutPersonal } from '../../../domain/records/personal-values.ts';
import type { MomentOf } from '../moment-of.ts';
import type { ObjectsOf } from '../objects-of.ts';
import type { PreviewRecord } from '../preview-record.ts';
import { dataSchema } from './record-body.ts';
import { actorOf, dataOf, refusePersonal, sightOf } from './sight-body.ts';

const route = createRoute({
  method: 'post',
  path: '/records/{kind}/preview',
  tags: ['Records'],
  summary: 'What a record would be: formulas worked out, and what is missing; nothing is written',
  description:
    'For forms that show totals while somebody types. Formulas are worked out as far as the values there are let them. Unique values and references are looked at when the record is made.',
  security: withKey,
  request: {
    params: z.object({ kind: text(64) }),
    body: jsonBody(z.strictObject({ data: dataSchema, stage: text(64).optional() })),
  },
  responses: {
    200: answer({
      description: 'The values with those of formulas, and the problems that would refuse the record.',
      schema: z.object({
        data: dataSchema,
        problems: z.array(
          z.object({ code: z.string(), path: z.string(), message: z.string(), hint: z.string() }),
        ),
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** `POST /api/records/:kind/preview`: what a record would be. */
export const recordPreviewRoutes = (deps: {
  previewRecord: PreviewRecord;
  objectsOf: ObjectsOf;
  momentOf: MomentOf;
}): OpenAPIHono<ApiEnv> => {
  const { previewRecord, objectsOf, momentOf } = deps;
  return createRoutes().openapi(route, async (c) => {
    const { kind } = c.req.valid('param');
    const { data, stage } = c.req.valid('json');
    const { tenant } = c.get('key');
    const sight = await sightOf({ c, objectsOf, momentOf, kind });
    const named = Object.keys(data).map((field) => ({ field, path: `data.${field}` }));
    refusePersonal({ sight, named });
    const wanted = { data: dataOf(data), ...given({ stage }) };
    const made = await previewRecord({ tenant, kind, actor: actorOf(c), given: wanted });
    const { object, seesPersonal } = sight;
    const shown: z.infer<typeof dataSchema> = seesPersonal
      ? made.data
      : withoutPersonal({ object, data: made.data });
    const problems = made.problems.map(({ code, path, message, hint }) => ({ code, path, message, hint }));
    return c.json({ data: shown, problems }, 200);
  });
};
