import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ApiEnv } from '../../api/http/env.ts';
import type { AuditTrail, AuditView } from '../../api/ports/audit.ts';
import { createRoutes, instant, iso, text, listing } from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';

const lineSchema = z
  .object({
    id: z.string(),
    at: instant,
    actor: z
      .object({ kind: z.enum(['key', 'user', 'cli', 'engine', 'person']), id: z.string() })
      .openapi({ description: 'Who did it; a key or a user by their id.' }),
    requestId: z.string().optional(),
    action: z.string().openapi({ description: 'What was done, as `thing.act`.', example: 'journey.freeze' }),
    subject: z.string().optional().openapi({ description: 'What it was done to.' }),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  })
  .openapi('AuditLine');

const lineBody = (line: AuditView): z.infer<typeof lineSchema> => ({
  id: line.id,
  at: iso(line.at),
  actor: { ...line.actor },
  action: line.action,
  ...given({ requestId: line.requestId, subject: line.subject }),
  ...(line.details === undefined ? {} : { details: { ...line.details } }),
});

const route = createRoute({
  method: 'get',
  path: '/audit',
  tags: ['Audit'],
  summary: 'Who did what, newest first',
  description:
    'Every change made through this API, and what the engine does by itself to journeys, people and addresses. Lines hold ids, never personal data, and cannot be changed.',
  ...listing({
    description: 'A page of the audit trail.',
    filters: {
      action: text(100).optional(),
      subject: text(400).optional(),
      actor: text(100).optional().openapi({ description: 'The id of a key or a user.' }),
    },
    rows: { lines: z.array(lineSchema) },
  }),
});

/** `GET /api/audit`: the audit trail. */
export const auditRoutes = (deps: { audit: AuditTrail }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const { limit, cursor, action, subject, actor } = c.req.valid('query');
    const { items, next } = await readPage({
      c,
      query: { limit, cursor },
      read: (page) => deps.audit.list({ tenant, ...given({ action, subject, actor }), ...page }),
      positionOf: ({ at, id }) => ({ at, n: 0, id }),
    });
    return c.json({ lines: items.map(lineBody), ...given({ next }) }, 200);
  });
