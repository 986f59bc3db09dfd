import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  jsonBody,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { CompareFolder } from './compare-folder.ts';

const filesMax = 5000;

const route = createRoute({
  method: 'post',
  path: '/workspace/compare',
  tags: ['Workspace'],
  summary: 'How the files of a folder stand to what is published',
  description: 'It changes nothing. Lists of people (`segments/*.csv`) are not compared.',
  security: withKey,
  request: {
    body: jsonBody(
      z.strictObject({
        hashes: z
          .record(text(300), text(64))
          .refine((hashes) => Object.keys(hashes).length <= filesMax, `has more than ${filesMax} files`)
          .openapi({ description: 'The hash of each text, by path, as `/workspace/files` has it.' }),
        pulled: z.int().nonnegative().optional().openapi({
          description: 'The revision that the folder was last pulled from.',
        }),
      }),
    ),
  },
  responses: {
    200: answer({
      description: 'Every file of either side.',
      schema: z.object({
        revision: z.int().openapi({ description: 'What is published.' }),
        files: z.array(
          z.object({
            path: z.string(),
            standing: z.enum(['same', 'ahead', 'behind', 'both']).openapi({
              description:
                '`same`: it says what is published. `ahead`: it was changed in the folder only. `behind`: another text was published elsewhere. `both`: both.',
            }),
            hash: z.string().optional().openapi({ description: 'Names the published text.' }),
          }),
        ),
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** `POST /api/workspace/compare`: what `ciclo pull` would write. */
export const compareRoutes = (deps: {
  compareFolder: CompareFolder;
  live: LiveWorkspaces;
}): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { hashes, pulled } = c.req.valid('json');
    const { published } = await deps.live.fresh(c.get('key').tenant);
    const files = await deps.compareFolder({ published, hashes, ...given({ pulled }) });
    const texts = new Map(Object.entries(published.texts ?? {}));
    return c.json(
      {
        revision: published.revision,
        files: files.map((file) => ({ ...file, ...given({ hash: texts.get(file.path) }) })),
      },
      200,
    );
  });
