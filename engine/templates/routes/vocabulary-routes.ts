import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answer, commonProblems, createRoutes, withKey } from '../../../api/admin/kit.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { commonAttributes, mjmlReference } from '../../../domain/messages/markup/mjml-reference.ts';
import { helperReference } from '../../../domain/messages/templates/helper-reference.ts';
import { knownNames } from '../../../domain/messages/templates/sample-context.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';

const vocabularySchema = z
  .object({
    names: z.array(z.string()).openapi({
      description: 'Variables that every message may read, and those that the published ones read.',
    }),
    helpers: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['value', 'block']),
        does: z.string(),
        example: z.string(),
        gives: z.string().openapi({ description: 'What the example gives in English.' }),
      }),
    ),
    elements: z.array(
      z.object({
        name: z.string(),
        attributes: z.array(z.string()),
        children: z.array(z.string()).openapi({ description: 'The elements that may stand in it.' }),
      }),
    ),
    topics: z.array(z.string()).openapi({ description: 'The keys of the topics of `ciclo.json`.' }),
    defaultLocale: z.string(),
  })
  .openapi('TemplateVocabulary');

const vocabularyRoute = createRoute({
  method: 'get',
  path: '/workspace/vocabulary',
  tags: ['Workspace'],
  summary: 'What messages may say: variables, helpers, elements of MJML, topics',
  description: 'For editors, which complete what somebody writes.',
  security: withKey,
  responses: {
    200: answer({ description: 'Everything there is.', schema: vocabularySchema }),
    ...commonProblems,
  },
});

/** `GET /api/workspace/vocabulary`: what editors of messages complete. */
export const vocabularyRoutes = (deps: { live: LiveWorkspaces }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(vocabularyRoute, async (c) => {
    const { published } = await deps.live.of(c.get('key').tenant);
    const used = published.messages.flatMap(({ variables }) => variables);
    return c.json(
      {
        names: [...new Set([...knownNames, ...used])].toSorted(),
        helpers: helperReference.map(({ name, kind, does, example, gives }) => ({
          name,
          kind,
          does,
          example,
          gives,
        })),
        elements: mjmlReference.map(({ name, attributes, children }) => ({
          name,
          attributes: [...attributes, ...commonAttributes],
          children: [...children],
        })),
        topics: Object.keys(published.settings.topics),
        defaultLocale: published.settings.defaultLocale,
      },
      200,
    );
  });
