import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../../api/admin/kit.ts';
import { given } from '../../../api/admin/paging.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { schemes } from '../../../domain/messages/look/scheme.ts';
import { sheetOnScreen } from '../../../domain/messages/post/sheet.ts';
import { severities } from '../../../domain/messages/review/check.ts';
import { languages } from '../../../domain/messages/review/language.ts';
import { asPage } from './as-page.ts';
import { asDraft, draftsOf, forWhom, mayBeAbout } from './for-whom.ts';
import { findingsOf, type PreviewTemplate, type TemplatePreview } from '../preview-template.ts';

const params = z.object({ key: text(64) });
const findingSchema = z
  .object({
    code: z.string().openapi({ description: 'Stable, for programs.' }),
    severity: z.enum(severities),
    message: z.string(),
    hint: z.string(),
  })
  .openapi('TemplateFinding');

const previewSchema = z
  .object({
    outcome: z.enum(['shown', 'not-sent']).openapi({
      description: '`not-sent`: what it needs is missing, and `whenMissing` says that it is not sent then.',
    }),
    missing: z.array(z.string()).openapi({ description: 'Variables that have no value.' }),
    locale: z.string().optional(),
    from: z.string().optional(),
    to: z.string().optional(),
    subject: z.string().optional(),
    preheader: z.string().optional(),
    html: z.string().optional(),
    text: z.string().optional(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
    links: z.array(z.string()).optional().openapi({ description: 'Where its links lead.' }),
    bytes: z.int().optional().openapi({ description: 'How long the HTML is.' }),
    findings: z.array(findingSchema).openapi({ description: 'What is doubtful, the gravest first.' }),
  })
  .openapi('TemplatePreview');

const previewRoute = createRoute({
  method: 'get',
  path: '/templates/{key}/preview',
  tags: ['Templates'],
  summary: 'A message as a person would get it, and what is doubtful about it',
  description:
    'It is filled by the code that fills it when it is sent; only its links lead where they are written to. Nothing is sent.',
  security: withKey,
  request: {
    params,
    query: z.object({
      ...forWhom,
      ...asDraft,
      language: z.enum(languages).default('en').openapi({ description: 'The language of the findings.' }),
    }),
  },
  responses: {
    200: answer({ description: 'The message.', schema: previewSchema }),
    ...commonProblems,
    ...notFoundProblem,
    ...unprocessableProblem,
  },
});

const pageRoute = createRoute({
  method: 'get',
  path: '/templates/{key}/page',
  tags: ['Templates'],
  summary: 'The HTML of a message as a page, for a frame',
  description:
    'The page runs no script, sends no form and leads nowhere. With a session, `tenant` names the tenant, as `X-Ciclo-Tenant` does.',
  security: withKey,
  request: {
    params,
    query: z.object({
      ...forWhom,
      ...asDraft,
      tenant: text(64).optional(),
      state: text(200)
        .optional()
        .openapi({ description: 'Changes nothing: with another one, a frame loads the page again.' }),
      scheme: z
        .enum(schemes)
        .default('light')
        .openapi({ description: 'As a mail program in this mode shows it.' }),
      pictures: z
        .enum(['0', '1'])
        .default('0')
        .openapi({ description: '`1`: loads pictures from where they are.' }),
    }),
  },
  responses: {
    200: {
      description: 'The page.',
      content: { 'text/html': { schema: z.string() } },
    },
    ...commonProblems,
    ...notFoundProblem,
    ...unprocessableProblem,
  },
});

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What a frame shows: the HTML, or the text of a channel without. */
const pageOf = ({ preview, message }: TemplatePreview): string => {
  if (preview.kind === 'missing') return '';
  const { html, text: words } = preview.rendered;
  if (html !== undefined && message.page !== undefined) return sheetOnScreen({ html, sheet: message.page });
  const style = 'font:15px/1.5 system-ui,sans-serif;white-space:pre-wrap;margin:16px;overflow-wrap:anywhere';
  return (
    html ??
    `<!doctype html><meta name="viewport" content="width=device-width"><p style="${style}">${escaped(words)}</p>`
  );
};

const bodyOf = async (
  found: TemplatePreview,
  language: (typeof languages)[number],
): Promise<z.infer<typeof previewSchema>> => {
  const { preview } = found;
  if (preview.kind === 'missing') {
    return { outcome: 'not-sent', missing: [...preview.variables], findings: [] };
  }
  const { rendered, mail, postal, links } = preview;
  const { html } = rendered;
  return {
    outcome: 'shown',
    missing: [...rendered.missing],
    locale: rendered.locale,
    subject: rendered.subject,
    preheader: rendered.preheader,
    text: rendered.text,
    ...given({ html, from: mail?.from, to: mail?.to ?? postal }),
    headers: Object.entries(mail?.headers ?? {}).map(([name, value]) => ({ name, value })),
    links: [...links],
    ...(html === undefined ? {} : { bytes: new TextEncoder().encode(html).length }),
    findings: (await findingsOf(found, language)).map((finding) => ({ ...finding })),
  };
};

/** `GET /api/templates/{key}/preview` and `page`: a message as a person would get it. */
export const templatePreviewRoutes = (deps: { previewTemplate: PreviewTemplate }): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(previewRoute, async (c) => {
      const { language, profile, locale, draft } = c.req.valid('query');
      mayBeAbout(c, profile);
      const { tenant } = c.get('key');
      const found = await deps.previewTemplate({
        tenant,
        ...c.req.valid('param'),
        profile,
        locale,
        draftsOf: draftsOf(c, draft),
      });
      return c.json(await bodyOf(found, language), 200, { 'cache-control': 'no-store, private' });
    })
    .openapi(pageRoute, async (c) => {
      const { profile, locale, scheme, pictures, draft } = c.req.valid('query');
      mayBeAbout(c, profile);
      const { tenant } = c.get('key');
      const found = await deps.previewTemplate({
        tenant,
        ...c.req.valid('param'),
        profile,
        locale,
        draftsOf: draftsOf(c, draft),
      });
      const { page, headers } = asPage({ html: pageOf(found), scheme, withPictures: pictures === '1' });
      return c.html(page, 200, headers);
    });
