import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { commonProblems, createRoutes, text, withKey } from '../../../api/admin/kit.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { requestError } from '../../../api/http/problem.ts';
import { schemes } from '../../../domain/messages/look/scheme.ts';
import { asPage } from './as-page.ts';

const bodySchema = z.object({
  html: z.string().max(1_000_000).openapi({ description: 'The HTML of a message.' }),
  scheme: z
    .enum(schemes)
    .default('light')
    .openapi({ description: 'As a mail program in this mode shows it.' }),
  pictures: z
    .enum(['0', '1'])
    .default('0')
    .openapi({ description: '`1`: loads pictures from where they are.' }),
});

const route = createRoute({
  method: 'post',
  path: '/templates/page',
  tags: ['Templates'],
  summary: 'The HTML of a message that is in hand as a page, for a frame',
  description:
    'The page runs no script, sends no form and leads nowhere. A form of a page can send it into a frame: with a session, `tenant` names the tenant, as `X-Ciclo-Tenant` does.',
  security: withKey,
  request: {
    query: z.object({ tenant: text(64).optional() }),
    // Not `required`: what is, is read in every form there is.
    body: {
      content: {
        'application/json': { schema: bodySchema },
        'application/x-www-form-urlencoded': { schema: bodySchema },
      },
    },
  },
  responses: {
    200: { description: 'The page.', content: { 'text/html': { schema: z.string() } } },
    ...commonProblems,
  },
});

/** `POST /api/templates/page`: HTML as a page in which nothing acts. Nothing is kept. */
export const templatePageRoutes = (_deps: object): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, (c) => {
    const isForm = c.req.header('content-type')?.startsWith('application/x-www-form-urlencoded') === true;
    const said = bodySchema.safeParse(isForm ? c.req.valid('form') : c.req.valid('json'));
    if (!said.success) {
      throw requestError({ code: 'invalid-input', message: 'Send JSON or a form with the field `html`.' });
    }
    const { html, scheme, pictures } = said.data;
    const { page, headers } = asPage({ html, scheme, withPictures: pictures === '1' });
    return c.html(page, 200, headers);
  });
