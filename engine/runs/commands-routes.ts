import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { randomUUID } from 'node:crypto';
import { notFound } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import { commandSchema } from '../../domain/journey/reduce/commands.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { CommandRun } from './command-run.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  jsonBody,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';

const route = createRoute({
  method: 'post',
  path: '/runs/{id}/commands',
  tags: ['Runs'],
  summary: 'Tell a run to exit, skip, move, restart, freeze, resume or migrate',
  description: 'The answer comes at once; what became of the command is in the decisions of the run.',
  security: withKey,
  request: {
    params: z.object({ id: text(200) }),
    headers: idempotencyHeader,
    body: jsonBody(commandSchema),
  },
  responses: {
    202: answer({
      description: 'The run was told.',
      schema: z.object({ command: z.string().openapi({ description: 'The id of the command.' }) }),
    }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

/** `POST /api/runs/:id/commands`: an operator takes a hand in a run. */
export const commandRoutes = (deps: { command: CommandRun }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const { id: run } = c.req.valid('param');
    const idempotencyKey = c.req.valid('header')['idempotency-key'];
    const id = hashId('command', tenant, run, idempotencyKey ?? randomUUID());
    const given = await deps.command({ tenant, run, command: c.req.valid('json'), id });
    if (given === undefined) throw notFound('run');
    return c.json({ command: given.id }, 202);
  });
