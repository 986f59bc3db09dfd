import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { CicloError } from '../../domain/errors.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { Suppressions } from './suppression-list.ts';
import type { Position, SuppressionView } from '../../api/ports/views.ts';
import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  iso,
  jsonBody,
  notFoundProblem,
  text,
  withKey,
  listing,
} from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';

const suppressionSchema = z
  .object({
    channel: z.string(),
    addressHash: z.string().openapi({ description: 'The address itself is not kept.' }),
    reason: z.string(),
    at: instant,
  })
  .openapi('Suppression');

const suppressionBody = (row: SuppressionView): z.infer<typeof suppressionSchema> => ({
  channel: row.channel,
  addressHash: row.addressHash,
  reason: row.reason,
  at: iso(row.at),
});

const positionOf = (row: SuppressionView): Position => ({ at: row.at, n: 0, id: row.addressHash });

const addressFields = {
  channel: text(40).default('email'),
  address: text(320),
};

const listRoute = createRoute({
  method: 'get',
  path: '/suppressions',
  tags: ['Suppressions'],
  summary: 'Addresses nothing may be sent to',
  description: 'With `address`: whether that one is among them.',
  ...listing({
    description: 'A page of suppressions.',
    filters: { channel: text(40).optional(), address: text(320).optional() },
    rows: { suppressions: z.array(suppressionSchema) },
  }),
});

const addRoute = createRoute({
  method: 'post',
  path: '/suppressions',
  tags: ['Suppressions'],
  summary: 'Send nothing to an address any more',
  security: withKey,
  request: {
    body: jsonBody(z.strictObject({ ...addressFields, reason: text(200).default('operator') })),
  },
  responses: {
    200: answer({ description: 'It is suppressed.', schema: suppressionSchema }),
    ...commonProblems,
  },
});

const removeRoute = createRoute({
  method: 'delete',
  path: '/suppressions',
  tags: ['Suppressions'],
  summary: 'Allow an address again',
  security: withKey,
  request: { query: z.object(addressFields) },
  responses: {
    200: answer({ description: 'It is allowed again.', schema: z.object({ removed: z.boolean() }) }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** `/api/suppressions`: the list that stands above all consent. */
export const suppressionRoutes = (deps: { suppressionList: Suppressions }): OpenAPIHono<ApiEnv> => {
  const { suppressionList: suppressions } = deps;
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { limit, cursor, channel, address } = c.req.valid('query');
      if (address !== undefined) {
        const found = await suppressions.find({ tenant, channel: channel ?? 'email', address });
        return c.json({ suppressions: found === undefined ? [] : [suppressionBody(found)] }, 200);
      }
      const { items, next } = await readPage({
        c,
        query: { limit, cursor },
        read: (page) => suppressions.list({ tenant, ...given({ channel }), ...page }),
        positionOf,
      });
      return c.json({ suppressions: items.map(suppressionBody), ...given({ next }) }, 200);
    })
    .openapi(addRoute, async (c) => {
      const { tenant } = c.get('key');
      const added = await suppressions.add({ tenant, ...c.req.valid('json') });
      c.set('audited', { subject: `${added.channel}:${added.addressHash}` });
      return c.json(suppressionBody(added), 200);
    })
    .openapi(removeRoute, async (c) => {
      const { tenant } = c.get('key');
      const named = { tenant, ...c.req.valid('query') };
      const found = await suppressions.find(named);
      if (found === undefined || !(await suppressions.remove(named))) {
        throw new CicloError({ code: 'not-found', message: 'This address is not suppressed.' });
      }
      c.set('audited', { subject: `${found.channel}:${found.addressHash}` });
      return c.json({ removed: true }, 200);
    });
};
