import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  jsonBody,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { MergeByHand } from './merge-by-hand.ts';
import { profileBody, profileSchema } from './profile-body.ts';

const conflictSchema = z.object({
  name: z.string(),
  mine: z.unknown(),
  theirs: z.unknown(),
  kept: z.enum(['mine', 'theirs']),
});

const route = createRoute({
  method: 'post',
  path: '/profiles/{id}/merge',
  tags: ['Profiles'],
  summary: 'Merge another profile into this one by hand',
  description:
    'For two profiles that somebody knows to be one person. Consents are joined so that a withdrawal holds; of each trait the value set last stands, unless `keep` says whose does. `dry` answers what would come of it and changes nothing. Undo it by `split`. Two people who each have an id of one kind of their own are refused.',
  security: withKey,
  request: {
    params: z.object({ id: text(200).openapi({ description: 'The profile that stays.' }) }),
    body: jsonBody(
      z.strictObject({
        from: text(200).openapi({ description: 'The profile that is merged into it.' }),
        keep: z
          .record(z.string().min(1).max(128), z.enum(['mine', 'theirs']))
          .refine((keep) => Object.keys(keep).length <= 300, 'must name at most 300 traits')
          .default({})
          .openapi({
            description: 'Whose value of a trait is kept: of the profile that stays (`mine`), or of `from`.',
          }),
        dry: z.boolean().default(false),
      }),
    ),
  },
  responses: {
    200: answer({
      description: 'The person as they are, or would be.',
      schema: z.object({
        state: z.enum(['merged', 'already', 'preview']),
        conflicts: z.array(conflictSchema).openapi({
          description: 'Traits on which the two differ, null for none, with whose value is kept.',
        }),
        profile: profileSchema,
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

/** `POST /api/profiles/{id}/merge`: two profiles that somebody knows to be one person. */
export const mergeRoutes = (deps: { mergeByHand: MergeByHand }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const { from, keep, dry } = c.req.valid('json');
    const id = c.req.valid('param').id;
    const made = await deps.mergeByHand({ tenant, id, from, keep: new Map(Object.entries(keep)), dry });
    c.set('audited', { details: { from, state: made.state } });
    const conflicts = made.conflicts.map((one): z.infer<typeof conflictSchema> => ({ ...one }));
    return c.json({ state: made.state, conflicts, profile: profileBody(made.profile) }, 200);
  });
