import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ApiEnv } from '../../api/http/env.ts';
import { countedAt } from '../../api/admin/counted-at.ts';
import type { SegmentSizes } from './segment-sizes.ts';
import {
  answer,
  commonProblems,
  createRoutes,
  iso,
  jsonBody,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import { requestError } from '../../api/http/problem.ts';
import { CicloError } from '../../domain/errors.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { RefusePersonalConditions } from './personal-conditions.ts';
import type { PreviewAudience } from './preview-audience.ts';

const segmentSchema = z
  .object({
    key: z.string(),
    name: z.string(),
    kind: z.enum(['rule', 'list']),
    members: z.int(),
  })
  .openapi('Segment');

const listRoute = createRoute({
  method: 'get',
  path: '/segments',
  tags: ['Segments'],
  summary: 'All segments, with how many people are in them',
  security: withKey,
  responses: {
    200: answer({
      description: 'The segments.',
      schema: z.object({ segments: z.array(segmentSchema), countedAt }),
    }),
    ...commonProblems,
  },
});

const showRoute = createRoute({
  method: 'get',
  path: '/segments/{key}',
  tags: ['Segments'],
  summary: 'One segment, with its definition',
  security: withKey,
  request: { params: z.object({ key: text(64) }) },
  responses: {
    200: answer({
      description: 'As it is published.',
      schema: segmentSchema.extend({
        countedAt,
        definition: z.record(z.string(), z.unknown()).openapi({ description: 'As its file has it.' }),
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const overlapSchema = z.object({
  segment: z.string(),
  name: z.string(),
  both: z.int().openapi({ description: 'How many are in both.' }),
  members: z.int().openapi({ description: 'How many are in that segment.' }),
});

const previewRoute = createRoute({
  method: 'post',
  path: '/segments/preview',
  tags: ['Segments'],
  summary: 'The people who match conditions now: how many, some of them, and their overlap with the segments',
  description:
    'Nothing is changed. People are shown to keys with the scope `personal-data` only, and counted by traits that are marked as personal for those only.',
  security: withKey,
  request: {
    body: jsonBody(
      z.strictObject({
        when: z
          .record(z.string(), z.unknown())
          .openapi({ description: 'Conditions, as the file of a segment has them.' }),
        sample: z.int().min(0).max(20).default(0).openapi({ description: 'How many people to show.' }),
        overlaps: z
          .boolean()
          .default(false)
          .openapi({ description: 'Also with each segment; takes longer.' }),
      }),
    ),
  },
  responses: {
    200: answer({
      description: 'As of now.',
      schema: z
        .object({
          members: z.int(),
          everybody: z.int().openapi({ description: 'How many people there are.' }),
          sample: z.array(
            z.object({ id: z.string(), ids: z.array(z.string()), traits: z.record(z.string(), z.unknown()) }),
          ),
          overlaps: z.array(overlapSchema),
        })
        .openapi('AudiencePreview'),
    }),
    ...commonProblems,
  },
});

const personBody = ({ id, ids, traits }: Profile) => {
  const told: Record<string, unknown> = { ...traits };
  return { id, ids: [...ids], traits: told };
};

const noPeople = () =>
  new CicloError({
    code: 'forbidden',
    message: 'People are shown with the scope personal-data only. Leave `sample` out to count them.',
  });

const refuse = (problems: readonly Problem[]) =>
  requestError({
    code: 'invalid-input',
    message: 'The conditions are not valid.',
    problems: problems.map(({ code, path, message, hint }) => ({ code, path, message, hint })),
  });

/** `/api/segments`: the groups of people there are, and who would be in one. */
export const segmentRoutes = (deps: {
  segmentSizes: SegmentSizes;
  live: LiveWorkspaces;
  previewAudience: PreviewAudience;
  refusePersonalConditions: RefusePersonalConditions;
}): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(listRoute, async (c) => {
      const { value, countedAt: at } = await deps.segmentSizes.list({ tenant: c.get('key').tenant });
      return c.json({ segments: value.map((one) => ({ ...one })), countedAt: iso(at) }, 200);
    })
    .openapi(previewRoute, async (c) => {
      const { tenant, scopes } = c.get('key');
      const { when, sample, overlaps } = c.req.valid('json');
      if (sample > 0 && !scopes.includes('personal-data')) throw noPeople();
      await deps.refusePersonalConditions({ tenant, scopes, when });
      const found = await deps.previewAudience({ tenant, when, sample, withOverlaps: overlaps });
      if (!found.ok) throw refuse(found.problems);
      const { audience } = found;
      const people = audience.sample.map(personBody);
      return c.json(
        { ...audience, sample: people, overlaps: audience.overlaps.map((one) => ({ ...one })) },
        200,
      );
    })
    .openapi(showRoute, async (c) => {
      const { tenant } = c.get('key');
      const { key } = c.req.valid('param');
      const [{ published }, view] = await Promise.all([
        deps.live.of(tenant),
        deps.segmentSizes.one({ tenant, key }),
      ]);
      const definition = published.segments.find((one) => one.key === key);
      if (view === undefined || definition === undefined) {
        throw new CicloError({ code: 'not-found', message: `There is no segment “${key}”.` });
      }
      const asWritten: Record<string, unknown> = { ...definition };
      return c.json({ ...view.value, countedAt: iso(view.countedAt), definition: asWritten }, 200);
    });
