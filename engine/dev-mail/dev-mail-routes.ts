import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { notFound } from '../../domain/errors.ts';
import type { DevMail } from './dev-mailbox.ts';
import type { DevMails } from './dev-mails.ts';

const rowSchema = z
  .object({
    n: z.int(),
    from: z.string(),
    to: z.array(z.string()),
    subject: z.string(),
    date: instant,
  })
  .openapi('DevMailRow');

const mailSchema = rowSchema
  .extend({
    messageId: z.string(),
    html: z.string(),
    text: z.string(),
    headers: z.record(z.string(), z.string()),
  })
  .openapi('DevMail');

const params = z.object({ n: text(20).openapi({ description: 'Its number.' }) });

const listRoute = createRoute({
  method: 'get',
  path: '/dev-mails',
  tags: ['Development inbox'],
  summary: 'The newest mails of the development inbox',
  description:
    'Without `SMTP_URL` mails are sent to nobody and stay there. `on` is false where mails go out. Of several tenants each sees the messages that it sent.',
  security: withKey,
  request: {
    query: z.object({
      q: text(200).optional().openapi({ description: 'Part of a subject or of an address it went to.' }),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: {
    200: answer({
      description: 'The mails, the newest first.',
      schema: z.object({ on: z.boolean(), mails: z.array(rowSchema) }),
    }),
    ...commonProblems,
  },
});

const readRoute = createRoute({
  method: 'get',
  path: '/dev-mails/{n}',
  tags: ['Development inbox'],
  summary: 'One mail of the development inbox, with its headers',
  security: withKey,
  request: { params },
  responses: {
    200: answer({ description: 'The mail.', schema: mailSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** The mail as a page for a frame: no script runs in it, no form is sent from it, and its links open elsewhere. */
const pageRoute = createRoute({
  method: 'get',
  path: '/dev-mails/{n}/page',
  tags: ['Development inbox'],
  summary: 'One mail of the development inbox as a page, for a frame',
  security: withKey,
  request: { params, query: z.object({ tenant: text(64).optional() }) },
  responses: {
    200: { description: 'The HTML of the mail.', content: { 'text/html': { schema: z.string() } } },
    ...commonProblems,
    ...notFoundProblem,
  },
});

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:; font-src data:; frame-ancestors 'self'; form-action 'none'; base-uri 'none'; sandbox allow-popups allow-popups-to-escape-sandbox";

const rowBody = ({ n, from, to, subject, date }: DevMail): z.infer<typeof rowSchema> => ({
  n,
  from,
  to: [...to],
  subject,
  date,
});

/** `/api/dev-mails`: what was sent to the development inbox. */
export const devMailRoutes = (deps: { devMails: DevMails }): OpenAPIHono<ApiEnv> => {
  const { devMails } = deps;
  const mailOf = async (tenant: string, n: string): Promise<DevMail> => {
    const mail = await devMails.get({ tenant, n: Number(n) });
    if (mail === undefined) throw notFound('mail in the development inbox');
    return mail;
  };
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { q: about, limit } = c.req.valid('query');
      const mails = await devMails.list({ tenant: c.get('key').tenant, limit, about });
      return c.json({ on: devMails.isOn, mails: mails.map(rowBody) }, 200);
    })
    .openapi(readRoute, async (c) => {
      const mail = await mailOf(c.get('key').tenant, c.req.valid('param').n);
      const { messageId, html, text: plain, headers } = mail;
      return c.json({ ...rowBody(mail), messageId, html, text: plain, headers: { ...headers } }, 200);
    })
    .openapi(pageRoute, async (c) => {
      const { html } = await mailOf(c.get('key').tenant, c.req.valid('param').n);
      return c.html(html, 200, {
        'content-security-policy': policy,
        'x-frame-options': 'SAMEORIGIN',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      });
    });
};
