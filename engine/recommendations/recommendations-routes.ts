import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answer, commonProblems, createRoutes, notFoundProblem, text, withKey } from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { notFound } from '../../domain/errors.ts';
import { explain } from '../../domain/recommendations/explain.ts';
import { recommendKinds } from '../../domain/recommendations/rank.ts';
import type { ProductStore } from '../catalog/ports.ts';
import { productBody, productSchema } from '../catalog/product-body.ts';
import type { Clock } from '../clock/clock.ts';
import type { PeopleReads } from '../people/reads-port.ts';
import type { Recommend, Recommended } from './recommend.ts';

const becauseSchema = z.object({
  kind: z.enum(recommendKinds).exclude(['best']),
  text: z.string().openapi({ description: 'The reason in a sentence.' }),
  product: z.string().optional(),
  category: z.string().optional(),
  support: z.number().optional().openapi({ description: 'The share of all orders that hold both.' }),
  confidence: z
    .number()
    .optional()
    .openapi({ description: 'The share of the orders with the one that hold the other.' }),
  lift: z.number().optional().openapi({ description: 'How many times more often than by chance.' }),
  days: z.int().optional().openapi({ description: 'After how many days people buy it again.' }),
  daysSince: z.int().optional(),
});

const recommendationSchema = z
  .object({ product: productSchema, score: z.number(), because: becauseSchema })
  .openapi('Recommendation');

const answered = {
  200: answer({
    description: 'What is recommended, the best first.',
    schema: z.object({ recommendations: z.array(recommendationSchema) }),
  }),
  ...commonProblems,
  ...notFoundProblem,
};

const limit = z.coerce.number().int().min(1).max(50).default(10);

const personRoute = createRoute({
  method: 'get',
  path: '/profiles/{id}/recommendations',
  tags: ['Catalog'],
  summary: 'Products to recommend to a person, with the reason of each',
  security: withKey,
  request: {
    params: z.object({ id: text(200) }),
    query: z.object({ by: z.enum(recommendKinds).default('best'), limit }),
  },
  responses: answered,
});

const relatedRoute = createRoute({
  method: 'get',
  path: '/products/{id}/related',
  tags: ['Catalog'],
  summary: 'Products that go with a product',
  security: withKey,
  request: {
    params: z.object({ id: text(100) }),
    query: z.object({
      by: z
        .enum(['bought-together', 'similar', 'new-arrivals', 'next-in-category'])
        .default('bought-together'),
      limit,
    }),
  },
  responses: answered,
});

const bodyOf = ({ product, score, because, becauseTitle: title }: Recommended, now: number) => ({
  product: productBody(product, now),
  score,
  because: { ...because, text: explain({ because, title }) },
});

/** `/api/profiles/:id/recommendations` and `/api/products/:id/related`. */
export const recommendationRoutes = (deps: {
  recommend: Recommend;
  peopleReads: PeopleReads;
  products: Pick<ProductStore, 'get'>;
  clock: Clock;
}): OpenAPIHono<ApiEnv> => {
  const { recommend, peopleReads, products, clock } = deps;
  return createRoutes()
    .openapi(personRoute, async (c) => {
      const { tenant } = c.get('key');
      const profile = await peopleReads.profile({ tenant, id: c.req.valid('param').id });
      if (profile === undefined) throw notFound('person');
      const found = await recommend({ tenant, profile, ...c.req.valid('query') });
      const now = clock.now(tenant);
      return c.json({ recommendations: found.map((one) => bodyOf(one, now)) }, 200);
    })
    .openapi(relatedRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id } = c.req.valid('param');
      if ((await products.get({ tenant, id })) === undefined) {
        throw notFound('product');
      }
      const found = await recommend({ tenant, beside: [id], ...c.req.valid('query') });
      const now = clock.now(tenant);
      return c.json({ recommendations: found.map((one) => bodyOf(one, now)) }, 200);
    });
};
