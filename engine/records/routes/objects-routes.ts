import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ApiEnv } from '../../../api/http/env.ts';
import {
  answer,
  commonProblems,
  createRoutes,
  notFoundProblem,
  text,
  withKey,
} from '../../../api/admin/kit.ts';
import { given } from '../../../api/admin/paging.ts';
import type { ReadyObject } from '../../../domain/objects/ready-object.ts';
import { objectOf, type ObjectsOf } from '../objects-of.ts';
import { personalFields } from '../personal-fields.ts';
import { dataOf } from './sight-body.ts';

const objectRow = z
  .object({
    key: z.string(),
    name: z.string(),
    plural: z.string().optional(),
    title: z.string().openapi({ description: 'The field that names a record.' }),
    person: z.string().optional().openapi({ description: 'The field that says whom a record is about.' }),
    calendar: z
      .object({ from: z.string(), until: z.string().optional() })
      .optional()
      .openapi({ description: 'The fields by which records stand in a calendar.' }),
  })
  .openapi('Object');

const listRoute = createRoute({
  method: 'get',
  path: '/objects',
  tags: ['Records'],
  summary: 'The kinds of records there are, as they are published',
  security: withKey,
  responses: {
    200: answer({ description: 'The objects.', schema: z.object({ objects: z.array(objectRow) }) }),
    ...commonProblems,
  },
});

const oneRoute = createRoute({
  method: 'get',
  path: '/objects/{kind}',
  tags: ['Records'],
  summary: 'One object: its definition, and which of its fields are personal',
  security: withKey,
  request: { params: z.object({ kind: text(64) }) },
  responses: {
    200: answer({
      description: 'The object.',
      schema: z.object({
        ...objectRow.shape,
        personal: z.array(z.string()).openapi({ description: 'Seen only with the scope `personal-data`.' }),
        definition: z
          .record(z.string(), z.unknown())
          .openapi({ description: 'As in `objects/<key>.json`, with what it extends.' }),
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const rowOf = ({ definition }: ReadyObject): z.infer<typeof objectRow> => {
  const { key, name, plural, title, person, views } = definition;
  const calendar = views?.calendar === undefined ? undefined : { ...views.calendar };
  return { key, name, title, ...given({ plural, person, calendar }) };
};

/** `/api/objects`: the kinds of records of a tenant. */
export const objectRoutes = (deps: { objectsOf: ObjectsOf }): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(listRoute, async (c) => {
      const objects = await deps.objectsOf(c.get('key').tenant);
      return c.json({ objects: [...objects.values()].map(rowOf) }, 200);
    })
    .openapi(oneRoute, async (c) => {
      const { tenant } = c.get('key');
      const object = await objectOf({ objectsOf: deps.objectsOf, tenant, ...c.req.valid('param') });
      const personal = [...personalFields(object)];
      const definition: Record<string, unknown> = { ...dataOf(object.definition) };
      return c.json({ ...rowOf(object), personal, definition }, 200);
    });
