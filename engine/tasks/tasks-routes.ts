import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { notFound } from '../../domain/errors.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { FinishTask } from './finish-task.ts';
import type { TaskReads } from './reads-port.ts';
import type { TaskView } from '../../api/ports/views.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  instant,
  iso,
  isoField,
  jsonBody,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
  listing,
} from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';

const states = ['open', 'done'] as const;

const taskFields = {
  id: z.string(),
  title: z.string(),
  state: z.enum(states),
  profileId: z.string(),
  run: z.string().optional().openapi({ description: 'The run it is for; absent when a rule gave it.' }),
  journey: z.string().optional(),
  step: z.string().optional(),
  team: z.string().optional(),
  assignee: z.string().optional().openapi({ description: 'The user who has it.' }),
  createdAt: instant,
  dueAt: instant.optional(),
  doneAt: instant.optional(),
  outcome: z.string().optional().openapi({ description: 'How it came out; `done` by default.' }),
  note: z.string().optional(),
  by: z.string().optional().openapi({ description: 'Who did it.' }),
};
const taskSchema = z.object(taskFields).openapi('Task');

const bodyOf = (task: TaskView): z.infer<typeof taskSchema> => {
  const { createdAt, dueAt, doneAt, run, output, ...rest } = task;
  return {
    ...rest,
    ...(run === null ? {} : { run }),
    createdAt: iso(createdAt),
    ...isoField('dueAt', dueAt),
    ...isoField('doneAt', doneAt),
    ...output,
  };
};

const listRoute = createRoute({
  method: 'get',
  path: '/tasks',
  tags: ['Tasks'],
  summary: 'Work for people of the team, newest first',
  ...listing({
    description: 'A page of tasks.',
    filters: {
      state: z.enum(states).optional(),
      profile: text(200).optional().openapi({ description: 'The id of a profile.' }),
      journey: text(64).optional(),
    },
    rows: { tasks: z.array(taskSchema) },
  }),
});

const doneRoute = createRoute({
  method: 'post',
  path: '/tasks/{id}/done',
  tags: ['Tasks'],
  summary: 'Say that a task is done',
  description:
    'A run that waits for it goes on within about a second; what is said here is its `steps.<id>`. What was done before stays as it is, and the answer says so.',
  security: withKey,
  request: {
    params: z.object({ id: text(200) }),
    headers: idempotencyHeader,
    body: jsonBody(
      z.strictObject({
        outcome: text(100).default('done').openapi({ description: 'How it came out, in a word.' }),
        note: text(1000).optional().openapi({ description: 'What there is to say of it.' }),
        by: text(100).optional().openapi({ description: 'Who did it.' }),
      }),
    ),
  },
  responses: {
    200: answer({
      description: 'The task, and whether it was done before.',
      schema: z.object({
        ...taskFields,
        already: z.boolean().openapi({ description: 'True when it was done before: nothing was changed.' }),
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

/** `/api/tasks`: work for people of the team, and that it is done. */
export const taskRoutes = (deps: { taskReads: TaskReads; finishTask: FinishTask }): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { limit, cursor, profile, ...filters } = c.req.valid('query');
      const wanted = { tenant, ...given({ ...filters, profileId: profile }) };
      const { items, next } = await readPage({
        c,
        query: { limit, cursor },
        read: (page) => deps.taskReads.tasks({ ...wanted, ...page }),
        positionOf: (task) => ({ at: task.createdAt, n: 0, id: task.id }),
      });
      return c.json({ tasks: items.map(bodyOf), ...given({ next }) }, 200);
    })
    .openapi(doneRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id } = c.req.valid('param');
      const { outcome, note, by } = c.req.valid('json');
      const output = { outcome, ...given({ note, by }) };
      const finished = await deps.finishTask({ tenant, id, output });
      if (finished === undefined) {
        throw notFound('task');
      }
      return c.json(
        { ...bodyOf({ ...finished.task, state: 'done' }), already: finished.kind === 'already-done' },
        200,
      );
    });
