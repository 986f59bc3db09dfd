import { createHttpFake } from '../testing.ts';

type Row = Record<string, unknown>;
type Kept = {
  readonly orders: Row[];
  readonly customers: Row[];
  readonly products: Row[];
  readonly coupons: Row[];
  /** What orders refer to, by their id. */
  readonly lines: Map<string, readonly Row[]>;
  readonly used: Map<string, readonly Row[]>;
  readonly refunds: Map<string, readonly Row[]>;
};

const at = (row: Row): number => Date.parse(String(row['date_modified']));

/** The page of what changed since, the earliest first. */
const pageOf = (rows: readonly Row[], query: (name: string) => string | undefined): readonly Row[] => {
  const since = Date.parse(query('min_date_modified') ?? query('date_modified:min') ?? '1970-01-01');
  const limit = Number(query('limit') ?? 50);
  const start = (Number(query('page') ?? 1) - 1) * limit;
  return rows
    .filter((row) => at(row) >= since)
    .toSorted((a, b) => at(a) - at(b))
    .slice(start, start + limit);
};

type Routes = Parameters<Parameters<typeof createHttpFake>[0]>[0];

const couponRoutes = ({ app, happened, base, kept }: Routes & { base: string; kept: Kept }): void => {
  app.get(`${base}/v2/coupons`, (c) => {
    const rows = kept.coupons.filter((row) => row['code'] === c.req.query('code'));
    return rows.length === 0 ? c.body(null, 204) : c.json(rows);
  });
  app.post(`${base}/v2/coupons`, async (c) => {
    const body: Row = await c.req.json();
    if (kept.coupons.some((row) => row['code'] === body['code'])) {
      return c.json([{ status: 409, message: 'The coupon code is already in use.' }], 409);
    }
    const amount = Number(body['amount']).toFixed(4);
    const row: Row = { ...body, id: kept.coupons.length + 1, amount, num_uses: 0 };
    kept.coupons.push(row);
    happened(String(body['code']));
    return c.json(row, 201);
  });
};

/** BigCommerce's orders and coupons (version 2), customers, products and refunds (version 3), as its reference describes them. */
export const createBigCommerceFake = async (input: { store: string; token: string }) => {
  const kept: Kept = {
    orders: [],
    customers: [],
    products: [],
    coupons: [],
    lines: new Map(),
    used: new Map(),
    refunds: new Map(),
  };
  const provider = await createHttpFake(({ app, happened }) => {
    const base = `/stores/${input.store}`;
    app.use(`${base}/*`, async (c, next) =>
      c.req.header('x-auth-token') === input.token
        ? next()
        : c.json({ status: 401, title: 'Unauthorized' }, 401),
    );
    app.get(`${base}/v2/store`, (c) => c.json({ id: input.store }));
    app.get(`${base}/v2/orders`, (c) => {
      const status = c.req.query('status_id');
      // The list of all has no incomplete orders.
      const rows = kept.orders.filter((row) =>
        status === undefined ? row['status_id'] !== 0 : String(row['status_id']) === status,
      );
      const page = pageOf(rows, (name) => c.req.query(name));
      return page.length === 0 ? c.body(null, 204) : c.json(page);
    });
    app.get(`${base}/v2/orders/:id/products`, (c) => {
      const rows = kept.lines.get(c.req.param('id')) ?? [];
      return rows.length === 0 ? c.body(null, 204) : c.json(rows);
    });
    app.get(`${base}/v2/orders/:id/coupons`, (c) => {
      const rows = kept.used.get(c.req.param('id')) ?? [];
      return rows.length === 0 ? c.body(null, 204) : c.json(rows);
    });
    app.get(`${base}/v3/orders/:id/payment_actions/refunds`, (c) =>
      c.json({ data: kept.refunds.get(c.req.param('id')) ?? [], meta: {} }),
    );
    app.get(`${base}/v3/customers`, (c) =>
      c.json({ data: pageOf(kept.customers, (name) => c.req.query(name)), meta: {} }),
    );
    app.get(`${base}/v3/catalog/products`, (c) =>
      c.json({ data: pageOf(kept.products, (name) => c.req.query(name)), meta: {} }),
    );
    couponRoutes({ app, happened, base, kept });
  });
  return { ...provider, kept };
};
