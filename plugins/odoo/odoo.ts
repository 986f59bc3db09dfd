import { z } from 'zod';
import { definePlugin, secret } from '../contract.ts';
import { call, newSession, type Session } from './call.ts';
import { odooModel } from './model.ts';
import { products } from './products.ts';

const name = z.string().regex(/^[a-z]\w*(?:\.\w+){0,6}$/, 'A model has a name such as `res.partner`.');

export const config = z.strictObject({
  /** Where Odoo is. */
  url: z.url({ protocol: /^https?$/ }),
  database: z.string().min(1).max(200),
  /** The user whose API key it is. Not needed with `json-2`. */
  user: z.string().min(1).max(300).optional(),
  /** An API key of the user (Preferences > Account Security). */
  apiKey: secret(),
  /** `json-2`: from Odoo 19 on. `json-rpc`: older ones. */
  api: z.enum(['json-2', 'json-rpc']).default('json-2'),
  /** What becomes of a record that is removed; models that cannot be archived are always deleted. */
  remove: z.enum(['archive', 'delete']).default('archive'),
  /** How many records a call fetches. */
  pageSize: z.int().min(1).max(1_000).default(200),
  /** Further models by their technical names, and whether their records can be archived (`active`). */
  models: z
    .array(z.strictObject({ model: name, archives: z.boolean().default(false) }))
    .max(50)
    .default([]),
  /** Brings products with price and stock into the catalog. */
  products: z
    .strictObject({
      currency: z.string().regex(/^[A-Z]{3}$/),
      everyMinutes: z.int().min(1).max(1_440).default(15),
    })
    .optional(),
});
export type OdooConfig = z.output<typeof config>;

/** What Odoo has of itself, and which of it can be archived. */
const usual = new Map([
  ['res.partner', true],
  ['crm.lead', true],
  ['product.template', true],
  ['product.product', true],
  ['sale.order', false],
  ['account.move', false],
]);

/** Odoo: contacts, leads, products, orders and invoices kept the same on both sides; products and stock in the catalog. */
export const odooPlugin = definePlugin({
  id: 'odoo',
  version: '1.0.0',
  name: 'Odoo',
  config: config.refine(({ api, user }) => api === 'json-2' || user !== undefined, {
    error: 'With `json-rpc` the user whose key it is has to be named.',
    path: ['user'],
  }),
  hosts: ({ url }) => [new URL(url).host],
  open: (): Session => newSession(),
  close: () => undefined,
  syncs: ({ models }) => {
    const all = new Map([...usual, ...models.map(({ model, archives }) => [model, archives] as const)]);
    return Object.fromEntries([...all].map(([model, archives]) => [model, odooModel({ model, archives })]));
  },
  polls: {
    products: {
      title: 'Products and stock',
      everyMs: (of) => (of.products?.everyMinutes ?? 1_440) * 60_000,
      run: products,
    },
  },
  health: async (ctx) => {
    const asked = await call(ctx, {
      model: 'res.partner',
      method: 'search_count',
      named: { domain: [['id', '=', 1]] },
    });
    return asked.kind === 'value' ? { ok: true } : { ok: false, message: asked.failure.message };
  },
});
