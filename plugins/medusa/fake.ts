import { z } from 'zod';
import { createHttpFake } from '../testing.ts';

type Row = Readonly<Record<string, unknown>>;

const promotion = z.object({
  code: z.string().min(1),
  type: z.enum(['standard', 'buyget']),
  status: z.enum(['draft', 'active', 'inactive']).optional(),
  application_method: z.object({
    type: z.enum(['fixed', 'percentage']),
    target_type: z.enum(['order', 'items', 'shipping_methods']),
    allocation: z.enum(['each', 'across']).optional(),
    value: z.number(),
    currency_code: z.string().optional(),
  }),
  rules: z
    .array(z.object({ attribute: z.string(), operator: z.string(), values: z.array(z.string()) }))
    .optional(),
  campaign: z
    .object({
      name: z.string(),
      campaign_identifier: z.string(),
      budget: z.object({ type: z.enum(['spend', 'usage']), limit: z.number() }).optional(),
      ends_at: z.string().optional(),
    })
    .optional(),
});

/** The Admin API of Medusa 2, as docs.medusajs.com/api/admin describes it: lists by `updated_at[$gte]`, and promotions whose code is there once. */
export const createMedusaFake = async (apiKey: string) => {
  const kept = {
    orders: new Array<Row>(),
    customers: new Array<Row>(),
    products: new Array<Row>(),
    promotions: new Array<Row>(),
  };
  const bodies: unknown[] = [];
  const provider = await createHttpFake(({ app, happened }) => {
    app.use('/admin/*', async (c, next) => {
      const expected = `Basic ${Buffer.from(`${apiKey}:`).toString('base64').replace(/=+$/, '')}`;
      const sent = (c.req.header('authorization') ?? '').replace(/=+$/, '');
      return sent === expected ? next() : c.json({ type: 'unauthorized', message: 'Unauthorized' }, 401);
    });
    app.get('/admin/stores', (c) => c.json({ stores: [{ id: 'store_1' }], count: 1, offset: 0, limit: 1 }));
    app.get('/admin/promotions', (c) => {
      const rows = kept.promotions.filter(({ code }) => code === c.req.query('code'));
      return c.json({ promotions: rows, count: rows.length, offset: 0, limit: 50 });
    });
    app.post('/admin/promotions', async (c) => {
      const body: unknown = await c.req.json();
      const read = promotion.safeParse(body).data;
      if (read === undefined) return c.json({ type: 'invalid_data', message: 'Invalid request' }, 400);
      if (kept.promotions.some(({ code }) => code === read.code)) {
        return c.json({ type: 'invalid_data', message: 'Promotion with code already exists' }, 400);
      }
      bodies.push(body);
      const made = { id: `promo_${kept.promotions.length + 1}`, ...read };
      kept.promotions.push(made);
      happened(read.code);
      return c.json({ promotion: made });
    });
    for (const name of ['orders', 'customers', 'products'] as const) {
      app.get(`/admin/${name}`, (c) => {
        const [limit, offset] = [Number(c.req.query('limit') ?? 50), Number(c.req.query('offset') ?? 0)];
        const since = Date.parse(c.req.query('updated_at[$gte]') ?? '1970-01-01T00:00:00Z');
        const at = (row: Row): number => Date.parse(String(row['updated_at']));
        const rows = kept[name]
          .filter((row) => at(row) >= since)
          .toSorted((one, other) => at(one) - at(other));
        return c.json({ [name]: rows.slice(offset, offset + limit), count: rows.length, offset, limit });
      });
    }
  });
  return { ...provider, kept, bodies };
};
