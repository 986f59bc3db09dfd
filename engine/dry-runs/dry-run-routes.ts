import type { Context } from 'hono';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Problem } from '../../domain/problem.ts';
import { readCursor, writeCursor } from '../../api/http/cursor.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { DryRuns } from './create-dry-runs.ts';
import { draftField, refuseDraft } from './draft-body.ts';
import type { Tried, DryRunPart } from './try-people.ts';
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
import { dryRunBody, dryRunSchema, replayBody, replaySchema } from './dry-run-body.ts';

const params = z.object({ key: text(64) });

const bodyOf = (days: string) =>
  z.strictObject({
    definition: draftField,
    days: z.int().min(1).max(90).default(7).openapi({ description: days }),
    sample: z
      .int()
      .min(1)
      .max(5000)
      .default(1000)
      .openapi({ description: 'How many people are played in this part at most.' }),
    cursor: z.string().optional().openapi({ description: '`next` of the part before.' }),
  });

const dryRunRoute = createRoute({
  method: 'post',
  path: '/journeys/{key}/dry-run',
  tags: ['Journeys'],
  summary: 'What a journey would do with the people there are',
  description:
    'Sends nothing and writes nothing. Members of a segment are played as they are; where an event starts the journey, those who caused it in the last days stand in for those who will. Ends after some seconds; `next` goes on.',
  security: withKey,
  request: {
    params,
    body: jsonBody(bodyOf('The next days; the last as many are looked at for who may enter.')),
  },
  responses: {
    200: answer({ description: 'What would happen.', schema: dryRunSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const replayRoute = createRoute({
  method: 'post',
  path: '/journeys/{key}/replay',
  tags: ['Journeys'],
  summary: 'What a journey would have done with what happened',
  description:
    'Plays the stored events of the last days through the journey, and writes nothing. Ends after some seconds; `next` goes on.',
  security: withKey,
  request: { params, body: jsonBody(bodyOf('The last days.')) },
  responses: {
    200: answer({ description: 'What would have happened.', schema: replaySchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const problemSchema = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  step: z.string().optional(),
  path: z.string(),
  message: z.string(),
  hint: z.string(),
});

const lintAnswer = answer({
  description: 'What is doubtful.',
  schema: z.object({ problems: z.array(problemSchema) }),
});

const lintRoute = createRoute({
  method: 'get',
  path: '/journeys/{key}/lint',
  tags: ['Journeys'],
  summary: 'What is doubtful about a journey, beside the people and events there are',
  security: withKey,
  request: { params },
  responses: { 200: lintAnswer, ...commonProblems, ...notFoundProblem },
});

const lintDraftRoute = createRoute({
  method: 'post',
  path: '/journeys/{key}/lint',
  tags: ['Journeys'],
  summary: 'The same of a draft',
  security: withKey,
  request: { params, body: jsonBody(z.strictObject({ definition: draftField })) },
  responses: { 200: lintAnswer, ...commonProblems, ...notFoundProblem },
});

const partOf = (tried: Tried): DryRunPart => {
  if (tried.kind === 'refused') throw refuseDraft(tried.problems);
  return tried.part;
};

const problemBody = (problem: Problem): z.infer<typeof problemSchema> => ({
  code: problem.code,
  severity: problem.severity,
  ...given({ step: problem.step }),
  path: problem.path,
  message: problem.message,
  hint: problem.hint,
});

/** What a dry run is asked, from what its request says. */
const queryOf = <Body extends { cursor?: string | undefined; definition?: unknown }>(input: {
  c: Context<ApiEnv>;
  key: string;
  body: Body;
}) => {
  const { c, key } = input;
  const { cursor, definition: draft, ...body } = input.body;
  const [after] = readCursor({ c, cursor, count: 1 });
  const { tenant } = c.get('key');
  return { tenant, key, ...body, ...given({ definition: draft, after: after?.id }) };
};

/** The same part with a cursor for its end. */
const withCursor = (c: Context<ApiEnv>, part: DryRunPart): DryRunPart =>
  part.next === undefined
    ? part
    : { ...part, next: writeCursor({ c, positions: [{ at: 0, n: 0, id: part.next }] }) };

/** `/api/journeys/{key}/dry-run`, `replay` and `lint`: a journey before it goes live. */
export const dryRunRoutes = (deps: { dryRuns: DryRuns }): OpenAPIHono<ApiEnv> => {
  const { dryRuns } = deps;
  return createRoutes()
    .openapi(dryRunRoute, async (c) => {
      const { key } = c.req.valid('param');
      const query = queryOf({ c, key, body: c.req.valid('json') });
      return c.json(dryRunBody(withCursor(c, partOf(await dryRuns.dryRun(query)))), 200);
    })
    .openapi(replayRoute, async (c) => {
      const { key } = c.req.valid('param');
      const query = queryOf({ c, key, body: c.req.valid('json') });
      return c.json(replayBody(withCursor(c, partOf(await dryRuns.replay(query)))), 200);
    })
    .openapi(lintRoute, async (c) => {
      const { tenant } = c.get('key');
      const problems = await dryRuns.lint({ tenant, key: c.req.valid('param').key });
      return c.json({ problems: problems.map(problemBody) }, 200);
    })
    .openapi(lintDraftRoute, async (c) => {
      const { tenant } = c.get('key');
      const { definition: draft } = c.req.valid('json');
      const query = { tenant, key: c.req.valid('param').key, ...given({ definition: draft }) };
      const problems = await dryRuns.lint(query);
      return c.json({ problems: problems.map(problemBody) }, 200);
    });
};
