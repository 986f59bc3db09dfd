import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { publishPlanSchema } from '../../domain/jobs/publish-plan.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { PublishFiles } from './publish-files.ts';
import { jobBody, jobSchema } from '../jobs/job-body.ts';
import { dryRunQuery } from '../jobs/jobs-routes.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  jsonBody,
  problemItem,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';

const steps = z.array(z.string());

const journeySchema = z
  .object({
    key: z.string(),
    change: z.enum(['added', 'changed', 'removed', 'kept']),
    version: z.int().optional().openapi({ description: 'The published version afterwards.' }),
    differences: z
      .object({
        added: steps,
        removed: steps,
        changed: steps,
        moved: steps,
        entry: z.boolean(),
        exit: z.boolean(),
        goal: z.boolean(),
        fields: z.array(z.string()),
      })
      .optional(),
    plan: z.looseObject({ people: z.string() }),
    people: z
      .array(
        z.object({
          version: z.int(),
          step: z.string().nullable(),
          runs: z.int(),
          to: z.string().nullable().optional().openapi({ description: 'Where they stand afterwards.' }),
          leaves: z.boolean().optional(),
        }),
      )
      .openapi({ description: 'Those on other versions, by version and step.' }),
    job: jobSchema.optional().openapi({ description: 'What moves them.' }),
  })
  .openapi('JourneyReport');

const publishedSchema = z
  .object({
    revision: z.int(),
    changes: z.array(
      z.object({
        what: z.string(),
        key: z.string(),
        change: z.enum(['added', 'changed', 'removed']),
        version: z.int().optional(),
      }),
    ),
    journeys: z.array(journeySchema),
    entering: z.int().openapi({ description: 'How many people come in at once.' }),
    records: z
      .array(
        z.object({
          code: z.string(),
          object: z.string(),
          name: z.string().optional().openapi({ description: 'The field or the stage.' }),
          records: z.int().openapi({ description: 'How many records it concerns; 100,000 is that or more.' }),
          message: z.string(),
        }),
      )
      .openapi({ description: 'What changed objects mean for the records there are.' }),
    warnings: z.array(problemItem),
  })
  .openapi('Published');

const filesMax = 5000;

const bodySchema = z
  .strictObject({
    files: z
      .record(z.string().min(1).max(300), z.string().max(5 * 1024 * 1024))
      .refine((files) => Object.keys(files).length <= filesMax, `has more than ${filesMax} files`)
      .openapi({ description: 'The text of every file of the workspace, by its path.' }),
    plan: publishPlanSchema.optional().openapi({
      type: 'object',
      description:
        'What becomes of the people inside, by journey: `finish` (default), `next-step`, `now`, `exit`, or an object with `people`, `map`, `outcome`, `rate`.',
    }),
    expect: z
      .int()
      .nonnegative()
      .optional()
      .openapi({ description: 'How many people come in at once, where the launch guard asks.' }),
  })
  .openapi('Publication');

const route = createRoute({
  method: 'put',
  path: '/workspace',
  tags: ['Journeys'],
  summary: 'Publish a workspace, with a plan for the people inside',
  description:
    'All of it takes force at one instant, or nothing does. With `dryRun=1` the answer is what it would do. What is wrong is in `problems`, with file, line and column.',
  security: withKey,
  request: { headers: idempotencyHeader, query: dryRunQuery, body: jsonBody(bodySchema) },
  responses: {
    200: answer({ description: 'What was, or would be, published.', schema: publishedSchema }),
    ...commonProblems,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

type Published = Awaited<ReturnType<PublishFiles>>;

const journeyBody = (of: Published['journeys'][number]): z.infer<typeof journeySchema> => {
  const { differences, job } = of;
  return {
    key: of.key,
    change: of.change,
    ...given({ version: of.version }),
    ...(differences === undefined
      ? {}
      : {
          differences: {
            ...differences,
            added: [...differences.added],
            removed: [...differences.removed],
            changed: [...differences.changed],
            moved: [...differences.moved],
            fields: [...differences.fields],
          },
        }),
    plan: of.plan,
    people: of.people.map(({ version, step, runs, to, leaves }) => ({
      version,
      step,
      runs,
      ...given({ to, leaves }),
    })),
    ...(job === undefined ? {} : { job: jobBody(job) }),
  };
};

const changeWords = ['added', 'changed', 'removed'] as const;
const namesMax = 500;

/** What a publication added, changed and removed, by name, as the audit trail keeps it. */
const changesText = (changes: Published['changes']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    changeWords.flatMap((change) => {
      const names = changes.filter((one) => one.change === change).map(({ what, key }) => `${what} ${key}`);
      return names.length === 0 ? [] : [[change, names.join(', ').slice(0, namesMax)]];
    }),
  );

/** `PUT /api/workspace`: a whole workspace takes force. */
export const publishRoutes = (deps: { publishFiles: PublishFiles }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const { files, plan = {}, expect } = c.req.valid('json');
    const dryRun = c.req.valid('query').dryRun === '1';
    const done = await deps.publishFiles({ tenant, files, plan, dryRun, ...given({ expect }) });
    const { revision, entering } = done;
    c.set('audited', {
      subject: String(revision),
      details: { changes: done.changes.length, ...changesText(done.changes) },
    });
    return c.json(
      {
        revision,
        entering,
        records: done.records.map(({ code, object, name, records, message }) => ({
          code,
          object,
          ...given({ name }),
          records,
          message,
        })),
        changes: done.changes.map((change) => ({ ...change })),
        journeys: done.journeys.map(journeyBody),
        warnings: done.warnings.map((problem) => ({ ...problem })),
      },
      200,
    );
  });
