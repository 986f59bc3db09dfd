import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  jsonBody,
  text,
  withKey,
} from '../../../api/admin/kit.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { requestError } from '../../../api/http/problem.ts';
import { CicloError } from '../../../domain/errors.ts';
import type { TriedEvent, TryRule } from './try-rule.ts';

const anyObject = z.record(z.string(), z.unknown());

const triedSchema = z.object({
  id: z.string(),
  event: z.string(),
  at: instant,
  properties: anyObject,
  person: z.object({ id: z.string(), ids: z.array(z.string()), traits: anyObject }),
});

const route = createRoute({
  method: 'post',
  path: '/rules/try',
  tags: ['Rules'],
  summary: 'The events of the last days for which the conditions of a rule would have held',
  description:
    'Nothing is changed. People are looked at as they were when each event came, as far as that can be told; tags, scores, segments and records are as they are now. Of very many events the newest 1,000 are decided (`lookedAt`). Events and people are shown to keys with the scope `personal-data` only.',
  security: withKey,
  request: {
    body: jsonBody(
      z.strictObject({
        on: z
          .array(text(200))
          .min(1)
          .max(50)
          .openapi({ description: 'The events the rule looks at; `*` for all.' }),
        conditions: anyObject.openapi({ description: 'Conditions, as the file of a rule has them.' }),
        days: z.int().min(1).max(30).default(7).openapi({ description: 'The last so many days.' }),
        sample: z.int().min(0).max(20).default(0).openapi({ description: 'How many events to show.' }),
      }),
    ),
  },
  responses: {
    200: answer({
      description: 'As of now.',
      schema: z
        .object({
          events: z.int().openapi({ description: 'How many such events came in that time.' }),
          lookedAt: z.int().openapi({ description: 'How many of them were decided: the newest.' }),
          matched: z.int().openapi({ description: 'For how many of those the conditions would have held.' }),
          people: z.int().openapi({ description: 'How many people these are about.' }),
          sample: z.array(triedSchema),
          properties: z
            .array(z.string())
            .openapi({ description: 'Names of properties of these events, the most frequent first.' }),
        })
        .openapi('RuleTrial'),
    }),
    ...commonProblems,
  },
});

const triedBody = ({ event, person }: TriedEvent): z.infer<typeof triedSchema> => ({
  id: event.id ?? event.messageId,
  event: event.event,
  at: event.timestamp,
  properties: { ...event.properties },
  person: { id: person.id, ids: [...person.ids], traits: { ...person.traits } },
});

/** `POST /api/rules/try`: a rule beside what happened, before it is published. */
export const tryRuleRoutes = (deps: { tryRule: TryRule }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant, scopes } = c.get('key');
    const asked = c.req.valid('json');
    if (asked.sample > 0 && !scopes.includes('personal-data')) {
      throw new CicloError({
        code: 'forbidden',
        message: 'Events are shown with the scope personal-data only. Leave `sample` out to count them.',
      });
    }
    const tried = await deps.tryRule({ tenant, ...asked });
    if (!tried.ok) {
      throw requestError({
        code: 'invalid-input',
        message: 'The conditions are not valid.',
        problems: tried.problems.map(({ code, path, message, hint }) => ({ code, path, message, hint })),
      });
    }
    const { trial } = tried;
    return c.json({ ...trial, sample: trial.sample.map(triedBody), properties: [...trial.properties] }, 200);
  });
