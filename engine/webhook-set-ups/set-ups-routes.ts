import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answer, commonProblems, createRoutes, notFoundProblem, text, withKey } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { SetUpEnd, SetUpWebhooks } from './set-up-webhooks.ts';

const params = z.object({ instance: text(100) });
const problems = { ...commonProblems, ...notFoundProblem };

const endSchema = z
  .object({
    webhook: z.string(),
    url: z.string().openapi({ description: 'Our address.' }),
    ok: z.boolean(),
    why: z.string().optional().openapi({ description: 'Why it did not work.' }),
    created: z.number().int().optional(),
    removed: z.number().int().optional(),
    refused: z
      .array(z.object({ topic: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: 'What the provider does not send, such as for want of a right.' }),
    secret: z.string().optional().openapi({
      description:
        'The secret that the provider made, shown only now: set the variable that the config names to it.',
    }),
  })
  .openapi('WebhookSetUp');
const endsSchema = z.object({ webhooks: z.array(endSchema) });

const setUpRoute = createRoute({
  method: 'post',
  path: '/connectors/{instance}/webhooks/set-up',
  tags: ['Plugins'],
  summary: 'Set the webhooks of an instance up at its provider',
  description:
    'Everything the plugin reads is sent to our address once: what is missing is made, what goes elsewhere is left alone. May be repeated. Also 200 where the provider refuses; empty where nothing can be set up by API.',
  security: withKey,
  request: { params },
  responses: { 200: answer({ description: 'What came of each webhook.', schema: endsSchema }), ...problems },
});

const removeRoute = createRoute({
  method: 'post',
  path: '/connectors/{instance}/webhooks/remove',
  tags: ['Plugins'],
  summary: 'Remove the webhooks of an instance at its provider',
  description: 'Whatever goes to our address; what goes elsewhere stays. May be repeated.',
  security: withKey,
  request: { params },
  responses: { 200: answer({ description: 'What came of each webhook.', schema: endsSchema }), ...problems },
});

const endBody = (end: SetUpEnd): z.infer<typeof endSchema> => {
  const { webhook, url } = end;
  if (end.kind === 'failed') return { webhook, url, ok: false, why: end.message };
  const { created, removed, refused, secret } = end;
  return {
    webhook,
    url,
    ok: true,
    created,
    removed,
    ...(refused.length === 0 ? {} : { refused: refused.map((one) => ({ ...one })) }),
    ...given({ secret }),
  };
};

/** `/api/connectors/:instance/webhooks/...`: webhooks are set up at providers, and removed there. */
export const setUpRoutes = (deps: { setUpWebhooks: SetUpWebhooks }): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(setUpRoute, async (c) => {
      const { tenant } = c.get('key');
      const { instance } = c.req.valid('param');
      const ends = await deps.setUpWebhooks.setUp({ tenant, instance });
      c.set('audited', { subject: instance });
      c.header('cache-control', 'no-store');
      return c.json({ webhooks: ends.map(endBody) }, 200);
    })
    .openapi(removeRoute, async (c) => {
      const { tenant } = c.get('key');
      const { instance } = c.req.valid('param');
      const ends = await deps.setUpWebhooks.remove({ tenant, instance });
      c.set('audited', { subject: instance });
      return c.json({ webhooks: ends.map(endBody) }, 200);
    });
