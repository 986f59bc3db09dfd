import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';

import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  instant,
  iso,
  isoField,
  jsonBody,
  listing,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import { readCursor, writeCursor } from '../../api/http/cursor.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { requestError } from '../../api/http/problem.ts';
import { CicloError } from '../../domain/errors.ts';
import { isJsonObject, toJson } from '../../domain/json.ts';
import { actorOf } from '../records/routes/sight-body.ts';
import type { ChangeWork } from './change-work.ts';
import { type WorkItem, type WorkType, workTypes } from './ports.ts';
import type { ReadWork } from './work-queue.ts';

const id = text(200);
const params = z.object({ type: z.enum(workTypes), id });

const itemSchema = z
  .object({
    type: z.enum(workTypes),
    id: z.string(),
    kind: z.string().optional().openapi({ description: 'The kind of a record.' }),
    title: z.string().optional(),
    stage: z.string().optional(),
    profileId: z.string().optional(),
    assignee: z.string().optional().openapi({ description: 'The id of the user who has it.' }),
    team: z.string().optional(),
    dueAt: instant.optional(),
    overdue: z.boolean(),
    since: instant.openapi({ description: 'When it began; of a conversation, its latest message.' }),
    conversation: z.string().optional().openapi({ description: 'Of a mention: where the note is.' }),
    by: z
      .string()
      .optional()
      .openapi({ description: 'Of a mention: who wrote the note. Of an approval: whose drafts they are.' }),
  })
  .openapi('WorkItem');

const bodyOf = (item: WorkItem, now: number): z.infer<typeof itemSchema> => {
  const { key: _key, dueAt, since, ...rest } = item;
  return {
    ...rest,
    ...isoField('dueAt', dueAt),
    overdue: dueAt !== undefined && dueAt <= now,
    since: iso(since),
  };
};

const listRoute = createRoute({
  method: 'get',
  path: '/work',
  tags: ['Work'],
  summary:
    'What the team has to do: tasks, records, conversations, mentions and approvals, what is due first',
  description:
    'Open tasks, records whose object says they are `work` (cases, returns to approve), open conversations, drafts that wait for a decision and, for `assignee`, notes that mention them. What has a date comes first, by it; then the rest, the oldest first.',
  ...listing({
    description: 'A page of the queue.',
    filters: {
      assignee: id.optional().openapi({ description: 'The id of a user, or `me` for the signed-in user.' }),
      team: id.optional().openapi({ description: 'The key of a team.' }),
      free: z.enum(['1']).optional().openapi({ description: '`1`: only what nobody has claimed.' }),
      type: z.enum(workTypes).optional(),
    },
    rows: { work: z.array(itemSchema) },
  }),
});

const problems = { ...commonProblems, ...notFoundProblem, ...conflictProblem, ...unprocessableProblem };
const done = {
  200: answer({ description: 'It is done.', schema: z.object({ ok: z.literal(true) }) }),
  ...problems,
};

const actRoute = <Path extends string, Shape extends z.ZodRawShape>(input: {
  path: Path;
  summary: string;
  description: string;
  body: Shape;
}) =>
  createRoute({
    method: 'post',
    path: input.path,
    tags: ['Work'],
    summary: input.summary,
    description: input.description,
    security: withKey,
    request: { params, body: jsonBody(z.strictObject(input.body)) },
    responses: done,
  });

const claimRoute = actRoute({
  path: '/work/{type}/{id}/claim',
  summary: 'Claim work: of several who claim at once one has it',
  description: 'The signed-in user has it from then on. With a key, say which `user`.',
  body: { user: id.optional() },
});
const handOverRoute = actRoute({
  path: '/work/{type}/{id}/hand-over',
  summary: 'Give work to a user or a team, or nobody',
  description: 'What is named is changed; `null` takes away.',
  body: { assignee: id.nullable().optional(), team: id.nullable().optional() },
});
const snoozeRoute = actRoute({
  path: '/work/{type}/{id}/snooze',
  summary: 'Leave work out of the queue until an instant',
  description: '`null` brings it back.',
  body: { until: instant.nullable() },
});
const doneRoute = actRoute({
  path: '/work/{type}/{id}/done',
  summary: 'Say that work is done',
  description:
    'A task is done, a conversation solved, a mention seen; an approval is decided at `/workspace/approvals`. A record moves to `stage`, by default the first that ends well, with the values of `data` that the stage requires.',
  body: {
    outcome: text(100).default('done').openapi({ description: 'Of a task: how it came out, in a word.' }),
    note: text(1000).optional(),
    by: text(100).optional(),
    stage: text(64).optional(),
    data: z.record(z.string(), z.unknown()).optional(),
  },
});

type Deps = {
  readonly readWork: ReadWork;
  readonly changeWork: ChangeWork;
  readonly clock: { readonly now: (tenant: string) => number };
};

const namedBy = (c: Context<ApiEnv>, item: { type: WorkType; id: string }) => {
  const { tenant, user: viewer } = c.get('key');
  return { tenant, ...item, viewer, actor: actorOf(c) };
};

const userOf = (c: Context<ApiEnv>, asked: string | undefined): string => {
  const { user } = c.get('key');
  if (asked !== undefined && asked !== 'me') return asked;
  if (user !== undefined) return user.id;
  throw new CicloError({ code: 'invalid-input', message: 'A key is nobody: say the id of a user.' });
};

/** `/api/work`: one list of all that the team has to do, and what is done with it. */
export const workRoutes = (deps: Deps): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant, user: viewer } = c.get('key');
      const { limit, cursor, assignee, team, free, type } = c.req.valid('query');
      const [after] = readCursor({ c, cursor, count: 1 });
      const who = assignee === undefined ? undefined : userOf(c, assignee);
      const { items, next } = await deps.readWork({
        tenant,
        viewer,
        of: given({ assignee: who, team, isFree: free === '1' ? true : undefined }),
        ...(type === undefined ? {} : { types: [type] }),
        ...(after === undefined ? {} : { after: after.id }),
        limit,
      });
      const now = deps.clock.now(tenant);
      const cursors =
        next === undefined ? {} : { next: writeCursor({ c, positions: [{ at: 0, n: 0, id: next }] }) };
      return c.json({ work: items.map((item) => bodyOf(item, now)), ...cursors }, 200);
    })
    .openapi(claimRoute, async (c) => {
      const assignee = userOf(c, c.req.valid('json').user);
      const { user } = c.get('key');
      if (user !== undefined && user.id !== assignee) {
        throw new CicloError({ code: 'unprocessable', message: 'Claim for yourself, or hand over.' });
      }
      await deps.changeWork.give({ ...namedBy(c, c.req.valid('param')), assignee, isClaim: true });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(handOverRoute, async (c) => {
      const body = c.req.valid('json');
      await deps.changeWork.give({ ...namedBy(c, c.req.valid('param')), ...body, isClaim: false });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(snoozeRoute, async (c) => {
      const { until } = c.req.valid('json');
      const at = until === null ? null : Date.parse(until);
      await deps.changeWork.snooze({ ...namedBy(c, c.req.valid('param')), until: at });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(doneRoute, async (c) => {
      const { data, ...said } = c.req.valid('json');
      const values = data === undefined ? undefined : toJson(data);
      const outcome = await deps.changeWork.finish({
        ...namedBy(c, c.req.valid('param')),
        ...said,
        ...(isJsonObject(values) ? { data: values } : {}),
      });
      if (outcome === undefined || outcome.kind === 'done') return c.json({ ok: true as const }, 200);
      const found = 'problems' in outcome ? outcome.problems : [];
      const message = 'The record cannot move there.';
      throw requestError({ code: 'invalid-input', message, problems: found });
    });
