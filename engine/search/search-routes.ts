import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import type { ApiEnv } from '../../api/http/env.ts';
import { answer, commonProblems, createRoutes, instant, iso, text, withKey } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import { type Hit, personKind, type Search } from './search-all.ts';

const common = { id: z.string(), title: z.string().openapi({ description: 'What it is called.' }) };

const hitSchema = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('person'),
      ...common,
      ids: z.array(z.string()).openapi({ description: 'Identities, as `kind:value`.' }),
      lastSeenAt: instant,
    }),
    z.object({
      type: z.literal('record'),
      ...common,
      kind: z.string(),
      stage: z.string().optional(),
      owner: z.string().optional(),
      person: z.string().optional(),
      updatedAt: instant,
    }),
  ])
  .openapi('SearchHit');

const route = createRoute({
  method: 'get',
  path: '/search',
  tags: ['Records'],
  summary: 'Find people and records by words',
  description:
    'Every word must begin a word of what is found: of names, addresses and searchable fields. Letter case and accents do not count. People, and words in personal fields, are found by keys with the scope `personal-data` only.',
  security: withKey,
  request: {
    query: z.object({
      q: text(200).openapi({ description: 'Words, an address, a phone number or a user id.' }),
      kinds: text(1000)
        .optional()
        .openapi({ description: `Keys of objects, and \`${personKind}\`, separated by commas.` }),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
  },
  responses: {
    200: answer({ description: 'The best first.', schema: z.object({ results: z.array(hitSchema) }) }),
    ...commonProblems,
  },
});

const hitBody = (hit: Hit): z.infer<typeof hitSchema> => {
  const { title } = hit;
  if (hit.type === 'person') {
    const { id, ids, lastSeenAt } = hit.person;
    return { type: 'person', id, title, ids: [...ids], lastSeenAt };
  }
  const { id, kind, stage, owner, person, updatedAt } = hit.record;
  return { type: 'record', id, title, kind, ...given({ stage, owner, person }), updatedAt: iso(updatedAt) };
};

/** `/api/search`: people and records by words. */
export const searchRoutes = (deps: { search: Search }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant, scopes, user } = c.get('key');
    const { q, kinds, limit } = c.req.valid('query');
    const seesPersonal = scopes.includes('personal-data');
    const results = await deps.search({
      tenant,
      text: q,
      ...given({ kinds: kinds?.split(',').map((kind) => kind.trim()) }),
      seesPeople: seesPersonal && scopes.includes('read'),
      seesPersonal,
      viewer: user,
      limit,
    });
    return c.json({ results: results.map(hitBody) }, 200);
  });
