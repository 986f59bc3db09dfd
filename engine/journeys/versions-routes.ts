import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answer, commonProblems, createRoutes, notFoundProblem, text, withKey } from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { diffLines, hunksOf } from '../../domain/documents/line-diff.ts';
import { notFound } from '../../domain/errors.ts';
import type { JourneyReads } from './reads-port.ts';

const definition = z
  .record(z.string(), z.unknown())
  .openapi({ description: 'As it was published, with its defaults written out.' });

const route = createRoute({
  method: 'get',
  path: '/journeys/{key}/versions/{version}',
  tags: ['Journeys'],
  summary: 'One version of a journey, beside another',
  description: 'Also a version that is not published any more.',
  security: withKey,
  request: {
    params: z.object({
      key: text(64),
      version: text(10).openapi({ description: 'The number of the version.' }),
    }),
    query: z.object({
      against: text(10).optional().openapi({ description: 'The number of the version to compare it with.' }),
    }),
  },
  responses: {
    200: answer({
      description: 'The version.',
      schema: z
        .object({
          key: z.string(),
          version: z.int(),
          definition,
          against: z
            .object({
              version: z.int(),
              definition,
              hunks: z
                .array(
                  z.object({
                    before: z
                      .int()
                      .openapi({ description: 'The number of its first line in the other version.' }),
                    after: z.int(),
                    lines: z.array(
                      z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() }),
                    ),
                  }),
                )
                .openapi({ description: 'The lines of the JSON that differ, with some around them.' }),
            })
            .optional(),
        })
        .openapi('JourneyVersion'),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const textOf = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** `GET /api/journeys/{key}/versions/{version}`: what a version says, and what another one said instead. */
export const versionRoutes = (deps: {
  journeyReads: Pick<JourneyReads, 'definition'>;
}): OpenAPIHono<ApiEnv> => {
  const read = async (input: { tenant: string; key: string; version: number }) => {
    const found = await deps.journeyReads.definition(input);
    if (found === undefined) throw notFound('version of this journey');
    const plain: Record<string, unknown> = { ...found };
    return plain;
  };
  return createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const { key, version: named } = c.req.valid('param');
    const { against: other } = c.req.valid('query');
    const version = Number(named);
    const own = await read({ tenant, key, version });
    const said = { key, version, definition: own };
    if (other === undefined) return c.json(said, 200);
    const theirs = await read({ tenant, key, version: Number(other) });
    const hunks = hunksOf(diffLines({ before: textOf(theirs), after: textOf(own) })).map((hunk) => ({
      ...hunk,
      lines: [...hunk.lines],
    }));
    return c.json({ ...said, against: { version: Number(other), definition: theirs, hunks } }, 200);
  });
};
