import { z } from 'zod';
import {
  type Changed,
  changedSince,
  customerEvents,
  id,
  maybe,
  money,
  orderEvents,
  productChange,
  readBody,
  readEach,
  text,
} from '../commerce.ts';
import type { Failure, InboundProduct, InboundEvent, Poll } from '../contract.ts';
import { type BigCommerceConfig, readRows } from './api.ts';
import { type Parts, readOrder, when } from './order.ts';

type PollRun = Poll<BigCommerceConfig, undefined>['run'];
type Context = Parameters<PollRun>[0];
type Start = { readonly since: number; readonly page: number };

const dayMs = 86_400_000;
/** Each order takes up to three calls more, within the time of a look. */
const perPage = { orders: 20, customers: 100, products: 50 } as const;

const run =
  (fetchPage: (ctx: Context, start: Start) => Promise<Changed>): PollRun =>
  (ctx, cursor) =>
    changedSince({
      cursor,
      first: ctx.now - ctx.config.firstDays * dayMs,
      now: Math.max(ctx.now, ctx.systemTime),
      fetchPage: (start) => fetchPage(ctx, start),
    });

/** A second earlier, since nothing says whether the bound itself is in. */
const iso = (at: number): string => new Date(at - 1_000).toISOString().replace(/\.\d{3}Z$/, 'Z');

const detailsOf = (ctx: Context, topic: string) => ({
  from: { source: 'bigcommerce', shop: ctx.config.store, topic },
  at: new Date(ctx.now).toISOString(),
});

const lastOf = (rows: readonly unknown[]): number | undefined => {
  const times = rows.flatMap(
    (row) => z.object({ date_modified: when }).safeParse(row).data?.date_modified ?? [],
  );
  return times.length === 0 ? undefined : Math.max(...times.map((at) => Date.parse(at)));
};

const head = z.object({ id, refunded_amount: maybe(money) });

/** What an order refers to. Refunds are asked for where there are some. */
const partsOf = async (ctx: Context, row: unknown): Promise<{ kind: 'done'; parts: Parts } | Failure> => {
  const of = head.safeParse(row);
  const none = { products: [], coupons: [], refunds: [] };
  if (!of.success) return { kind: 'done', parts: none };
  const path = `v2/orders/${encodeURIComponent(of.data.id)}`;
  const products = await readRows(ctx, { path: `${path}/products`, query: { limit: '250' } });
  if (products.kind !== 'done') return products;
  const coupons = await readRows(ctx, { path: `${path}/coupons` });
  if (coupons.kind !== 'done') return coupons;
  const hasRefunds = (of.data.refunded_amount ?? 0n) > 0n;
  const refunds = hasRefunds
    ? await readRows(ctx, { path: `v3/orders/${encodeURIComponent(of.data.id)}/payment_actions/refunds` })
    : { kind: 'done' as const, rows: [] };
  if (refunds.kind !== 'done') return refunds;
  return { kind: 'done', parts: { products: products.rows, coupons: coupons.rows, refunds: refunds.rows } };
};

const ordersPage = async (ctx: Context, start: Start, more: Record<string, string>): Promise<Changed> => {
  const limit = perPage.orders;
  const page = await readRows(ctx, {
    path: 'v2/orders',
    query: {
      min_date_modified: iso(start.since),
      sort: 'date_modified:asc',
      limit: String(limit),
      page: String(start.page),
      ...more,
    },
  });
  if (page.kind !== 'done') return page;
  const whole: { row: unknown; parts: Parts }[] = [];
  for (const row of page.rows) {
    const made = await partsOf(ctx, row);
    if (made.kind !== 'done') return made;
    whole.push({ row, parts: made.parts });
  }
  const found = readEach({
    rows: whole,
    log: ctx.log,
    read: ({ row, parts }): readonly InboundEvent[] => {
      const { order, ignored } = readOrder(row, parts);
      return orderEvents({ ...detailsOf(ctx, 'poll:orders'), ignored, order });
    },
  });
  return { kind: 'done', found, last: lastOf(page.rows), isFull: page.rows.length === limit };
};

/** Orders that changed, of every status that the list has by itself. */
export const lookAtOrders = run((ctx, start) => ordersPage(ctx, start, {}));
/** Checkouts that were left: BigCommerce keeps them as incomplete orders. */
export const lookAtCheckouts = run((ctx, start) => ordersPage(ctx, start, { status_id: '0' }));

const customer = z.object({
  id,
  email: text,
  first_name: text,
  last_name: text,
  phone: text,
  date_created: when,
  date_modified: when,
});

const eventsOfCustomer = (ctx: Context, json: unknown): readonly InboundEvent[] => {
  const { of, ignored } = readBody(customer, json);
  return customerEvents({
    ...detailsOf(ctx, 'poll:customers'),
    ignored,
    customer: {
      id: of.id,
      email: of.email,
      phone: of.phone,
      firstName: of.first_name,
      lastName: of.last_name,
      createdAt: of.date_created,
      updatedAt: of.date_modified,
    },
  });
};

const product = z.object({
  id,
  name: text,
  sku: text,
  calculated_price: maybe(money),
  price: maybe(money),
  inventory_level: maybe(z.number()),
  inventory_tracking: text,
  availability: text,
  is_visible: maybe(z.boolean()),
  date_modified: when,
});

const productOf = (ctx: Context, json: unknown): readonly InboundProduct[] => {
  const { of } = readBody(product, json);
  const price = of.calculated_price ?? of.price;
  const isCounted = of.inventory_tracking === 'product' || of.inventory_tracking === 'variant';
  const stock = isCounted ? of.inventory_level : null;
  return [
    productChange({
      id: of.id,
      updatedAt: of.date_modified,
      title: of.name,
      sku: of.sku,
      currency: ctx.config.currency,
      price,
      compareAt: of.price !== undefined && price !== undefined && of.price > price ? of.price : null,
      stock: of.availability === 'disabled' ? 0 : stock,
      removed: of.is_visible === false,
    }),
  ];
};

const listPage = async (
  ctx: Context,
  start: Start,
  kind: {
    path: string;
    limit: number;
    query: Record<string, string>;
    read: (ctx: Context, json: unknown) => readonly (InboundEvent | InboundProduct)[];
  },
): Promise<Changed> => {
  const page = await readRows(ctx, {
    path: kind.path,
    query: {
      'date_modified:min': iso(start.since),
      limit: String(kind.limit),
      page: String(start.page),
      ...kind.query,
    },
  });
  if (page.kind !== 'done') return page;
  const found = readEach({ rows: page.rows, log: ctx.log, read: (json) => kind.read(ctx, json) });
  return { kind: 'done', found, last: lastOf(page.rows), isFull: page.rows.length === kind.limit };
};

export const lookAtCustomers = run((ctx, start) =>
  listPage(ctx, start, {
    path: 'v3/customers',
    limit: perPage.customers,
    query: { sort: 'date_modified:asc' },
    read: eventsOfCustomer,
  }),
);

export const lookAtProducts = run((ctx, start) =>
  listPage(ctx, start, {
    path: 'v3/catalog/products',
    limit: perPage.products,
    query: { sort: 'date_modified', direction: 'asc' },
    read: productOf,
  }),
);
