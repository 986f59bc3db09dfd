import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  iso,
  jsonBody,
  listing,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { changeOfInput, productInputSchema } from '../../domain/catalog/product-input.ts';
import { notFound } from '../../domain/errors.ts';
import { queryWords } from '../../domain/search/query.ts';
import type { Clock } from '../clock/clock.ts';
import type { ChangeProducts } from './change-products.ts';
import type { ProductStore } from './ports.ts';
import { productBody, productPosition, productSchema, productWithPricesSchema } from './product-body.ts';

const batchMax = 200;
const catalogTag = 'Catalog';

const listRoute = createRoute({
  method: 'get',
  path: '/products',
  tags: [catalogTag],
  summary: 'Products, the last changed first',
  ...listing({
    description: 'A page of products.',
    filters: {
      q: z
        .string()
        .max(200)
        .optional()
        .openapi({ description: 'Words of the title, the brand or the SKU, or their beginnings.' }),
      category: text(200).optional(),
      available: z.enum(['true', 'false']).optional().openapi({ description: 'Whether it can be bought.' }),
    },
    rows: { products: z.array(productSchema) },
  }),
});

const readRoute = createRoute({
  method: 'get',
  path: '/products/{id}',
  tags: [catalogTag],
  summary: 'One product, with its prices over time',
  security: withKey,
  request: { params: z.object({ id: text(100) }) },
  responses: {
    200: answer({ description: 'The product.', schema: productWithPricesSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const outcomes = z.enum(['created', 'changed', 'unchanged', 'unknown']);

const writeRoute = createRoute({
  method: 'post',
  path: '/products',
  tags: [catalogTag],
  summary: 'Add or change up to 200 products',
  description:
    'What is left out stays as it is. `updatedAt` says as of when it is so: details, price and stock have a clock each, and what is older than what is known changes nothing. A new product needs a title; without one it is `unknown`, and nothing is stored.',
  security: withKey,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(z.strictObject({ products: z.array(productInputSchema).min(1).max(batchMax) })),
  },
  responses: {
    200: answer({
      description: 'What came of each, in the order of the request.',
      schema: z.object({ outcomes: z.array(z.object({ id: z.string(), outcome: outcomes })) }),
    }),
    ...commonProblems,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

/** `/api/products`. */
export const productRoutes = (deps: {
  products: ProductStore;
  changeProducts: ChangeProducts;
  clock: Clock;
}): OpenAPIHono<ApiEnv> => {
  const { products, changeProducts, clock } = deps;
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { limit, cursor, q, category, available } = c.req.valid('query');
      const words = q === undefined ? undefined : queryWords(q);
      const isAvailable = available === undefined ? undefined : available === 'true';
      const { items, next } = await readPage({
        c,
        query: { limit, cursor },
        read: (page) => products.list({ tenant, ...given({ words, category, isAvailable }), ...page }),
        positionOf: productPosition,
      });
      const now = clock.now(tenant);
      return c.json({ products: items.map((row) => productBody(row, now)), ...given({ next }) }, 200);
    })
    .openapi(readRoute, async (c) => {
      const { tenant } = c.get('key');
      const row = await products.get({ tenant, id: c.req.valid('param').id });
      if (row === undefined) throw notFound('product');
      const prices = row.prices.map(({ at, minor, currency }) => ({ at: iso(at), minor, currency }));
      return c.json({ ...productBody(row, clock.now(tenant)), prices }, 200);
    })
    .openapi(writeRoute, async (c) => {
      const { tenant } = c.get('key');
      const now = clock.now(tenant);
      const items = c.req.valid('json').products;
      const changes = items.map((one) => changeOfInput({ given: one, now }));
      const made = await changeProducts({ tenant, changes });
      c.set('audited', { details: { products: items.length } });
      const answers = items.map(({ id }, index) => ({ id, outcome: made[index] ?? 'unchanged' }));
      return c.json({ outcomes: answers }, 200);
    });
};
