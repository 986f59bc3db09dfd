import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  jsonBody,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { CicloError } from '../../domain/errors.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { embedForm } from '../../api/links/forms/embed.tsx';
import { formSchema as definition } from '../../domain/forms/form-schema.ts';
import type { Forms, FormView } from './forms.ts';

const count = (description: string) => z.int().openapi({ description });

const countsSchema = z
  .object({
    sent: count('Sent in and taken; its owner is asked by mail.'),
    confirmed: count('Confirmed by the owner of the address, who is a lead.'),
    trapped: count('Kept out: a program filled in a field that people do not see.'),
    limited: count('Kept out: too many from one client.'),
    invalid: count('Kept out: a field was missing or not valid.'),
  })
  .openapi('FormCounts');

const formSchema = z
  .object({
    key: z.string(),
    title: z
      .union([z.string(), z.record(z.string(), z.string())])
      .openapi({ description: 'One text, or one per locale.' }),
    topic: z.string().openapi({ description: 'What people subscribe to by it.' }),
    fields: z.array(z.string()).openapi({ description: 'What it asks besides the e-mail address.' }),
    address: z.url().openapi({ description: 'Its page, which also takes what is sent from other pages.' }),
    counts: countsSchema.openapi({ description: 'What came of it in the last 30 days (UTC).' }),
  })
  .openapi('Form');

const bodyOf = ({ key, form, address, counts }: FormView): z.infer<typeof formSchema> => ({
  key,
  title: form.title,
  topic: form.topic,
  fields: form.fields.map(({ name }) => name),
  address,
  counts: { ...counts },
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
      schema: formSchema
        .extend({
          html: z.string(),
          days: z
            .array(countsSchema.extend({ day: z.iso.date() }))
            .openapi({ description: 'The days of the last 30 on which something came of it.' }),
        })
        .openapi('FormWithHtml'),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const previewRoute = createRoute({
  method: 'post',
  path: '/forms/preview',
  tags: ['Forms'],
  summary: 'The HTML of a form that may not be published',
  description: 'As it would be published, but sent nowhere. Nothing is kept.',
  security: withKey,
  request: {
    body: jsonBody(
      z.object({
        form: z.record(z.string(), z.unknown()).openapi({ description: 'As it stands in `ciclo.json`.' }),
        locale: text(20).optional(),
      }),
    ),
  },
  responses: {
    200: answer({ description: 'The HTML.', schema: z.object({ html: z.string() }) }),
    ...commonProblems,
    ...unprocessableProblem,
  },
});

/** Forms to sign up, what came of them, and their HTML. */
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
      const days = found.days.map(({ form: _form, ...day }) => day);
      const html = embedForm({ form, topic, action, locale, fallback });
      return c.json({ ...bodyOf(found), html, days }, 200);
    })
    .openapi(previewRoute, async (c) => {
      const { tenant } = c.get('key');
      const { form: given, locale } = c.req.valid('json');
      const read = definition.safeParse(given);
      if (!read.success) {
        const message = `The form is not valid: ${z.prettifyError(read.error)}`;
        throw new CicloError({ code: 'unprocessable', message: message.slice(0, 1_000) });
      }
      const { form, topic, fallback } = await deps.forms.show({ tenant, form: read.data });
      return c.json({ html: embedForm({ form, topic, action: 'about:blank', locale, fallback }) }, 200);
    });
