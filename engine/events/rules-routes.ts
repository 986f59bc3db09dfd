import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answer, commonProblems, createRoutes, withKey } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { RuleDefinition } from '../../domain/rules/rule.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';

const ruleSchema = z
  .object({
    key: z.string(),
    name: z.string(),
    description: z.string().optional(),
    on: z.array(z.string()).openapi({ description: 'The events it looks at; `*` for all.' }),
    priority: z.int(),
    does: z.string().openapi({ description: 'What happens when it fires: `score`, `tag`, `enrol`, ...' }),
    params: z.record(z.string(), z.unknown()).openapi({ description: 'With what, as the file has it.' }),
    conditions: z.record(z.string(), z.unknown()).openapi({ description: 'When it fires.' }),
  })
  .openapi('Rule');

const listRoute = createRoute({
  method: 'get',
  path: '/rules',
  tags: ['Rules'],
  summary: 'The published rules: what they look at, when they fire, and what happens then',
  security: withKey,
  responses: {
    200: answer({
      description: 'In the order in which they are looked at.',
      schema: z.object({ rules: z.array(ruleSchema) }),
    }),
    ...commonProblems,
  },
});

const ruleBody = (rule: RuleDefinition): z.infer<typeof ruleSchema> => {
  const { key, name, description, on, priority, conditions, event } = rule;
  return {
    key,
    name,
    ...given({ description }),
    on: [...on],
    priority,
    does: event.type,
    params: { ...event.params },
    conditions: { ...conditions },
  };
};

/** `GET /api/rules`: the rules there are. */
export const ruleRoutes = (deps: { live: LiveWorkspaces }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(listRoute, async (c) => {
    const { published } = await deps.live.of(c.get('key').tenant);
    const rules = published.rules
      .toSorted((a, b) => b.priority - a.priority || a.key.localeCompare(b.key))
      .map(ruleBody);
    return c.json({ rules }, 200);
  });
