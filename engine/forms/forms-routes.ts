import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answer, commonProblems, createRoutes, notFoundProblem, text, withKey } from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { embedForm } from '../../api/links/forms/embed.tsx';
import type { Forms, FormView } from './forms.ts';

const formSchema = z
  .object({
    key: z.string(),
    topic: z.string().openapi({ description: 'What people subscribe to by it.' }),
    fields: z.array(z.string()).openapi({ description: 'What it asks besides the e-mail address.' }),
    address: z.url().openapi({ description: 'Its page, which also takes what is sent from other pages.' }),
  })
  .openapi('Form');

const bodyOf = ({ key, form, address }: FormView): z.infer<typeof formSchema> => ({
  key,
  topic: form.topic,
  fields: form.fields.map(({ name }) => name),
  address,
});

const listRoute = createRoute({
  method: 'get',
  path: '/forms',
  tags: ['Forms'],
  summary: 'The forms to sign up',
  security: withKey,
  responses: {
    200: answer({ description: 'The forms.', schema: z.object({ forms: z.array(formSchema) }) }),
    ...commonProblems,
  },
});

const oneRoute = createRoute({
  method: 'get',
  path: '/forms/{key}',
  tags: ['Forms'],
  summary: 'A form, with the HTML for a page of yours',
  description:
    'The HTML is plain: no script, no style, nothing from outside. It is sent to the signed address of the form.',
  security: withKey,
  request: {
    params: z.object({ key: text(64) }),
    query: z.object({
      locale: text(20)
        .optional()
        .openapi({ description: 'The language of the HTML; that of the workspace by default.' }),
    }),
  },
  responses: {
    200: answer({
      description: 'The form.',
      schema: formSchema.extend({ html: z.string() }).openapi('FormWithHtml'),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** Forms to sign up, and their HTML. */
export const formsRoutes = (deps: { readonly forms: Forms }): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      return c.json({ forms: (await deps.forms.list(tenant)).map(bodyOf) }, 200);
    })
    .openapi(oneRoute, async (c) => {
      const { tenant } = c.get('key');
      const { locale } = c.req.valid('query');
      const found = await deps.forms.get({ tenant, key: c.req.valid('param').key });
      const { form, topic, address: action, fallback } = found;
      return c.json({ ...bodyOf(found), html: embedForm({ form, topic, action, locale, fallback }) }, 200);
    });
