import { z } from 'zod';

import {
  type Changed,
  changedSince,
  checkoutEvents,
  customerEvents,
  id,
  productChange,
  readBody,
  readEach,
  type Shop,
  sum,
  text,
} from '../commerce.ts';
import type { Failure, Poll } from '../contract.ts';
import { type PrestashopConfig, readAbout, readRows } from './api.ts';
import { eventsOfOrders } from './orders.ts';
import { cartRow, currencyRow, customerRow, productRow, rowsBy, slipRow, stockRow } from './rows.ts';
import { shopTime, utcOf } from './shop-time.ts';

type PollRun = Poll<PrestashopConfig, undefined>['run'];
export type Context = Parameters<PollRun>[0];
type Found = Pick<Extract<Changed, { kind: 'done' }>, 'kind' | 'found'> | Failure;

const perPage = 50;
const dayMs = 86_400_000;
const end = '2100-01-01 00:00:00';

const fromOf = ({ config }: Context, topic: string): Shop => ({
  source: 'prestashop',
  shop: new URL(config.url).host,
  topic: `poll:${topic}`,
});

const byId = (row: { id: string }): string => row.id;

const findRefunds = async (ctx: Context, rows: readonly unknown[]): Promise<Found> => {
  const ids = rows.flatMap((row) => slipRow.safeParse(row).data?.id_order ?? []);
  const orders = await readAbout(ctx, { orders: { field: 'id', ids } });
  if (orders.kind !== 'done') return orders;
  return eventsOfOrders(ctx, { rows: orders.of.get('orders') ?? [], from: fromOf(ctx, 'refunds') });
};

const findCustomers = async (ctx: Context, rows: readonly unknown[]): Promise<Found> => {
  const { timezone } = ctx.config;
  const read = (row: unknown) => {
    const { of, ignored } = readBody(customerRow, row);
    const said = { channel: 'email', granted: true, by: 'newsletter' } as const;
    return customerEvents({
      from: fromOf(ctx, 'customers'),
      at: new Date(ctx.now).toISOString(),
      ignored,
      customer: {
        id: of.id,
        email: of.email,
        firstName: of.firstname,
        lastName: of.lastname,
        createdAt: utcOf(of.date_add, timezone),
        updatedAt: utcOf(of.date_upd, timezone),
        // A box left alone takes nothing back.
        consents: of.newsletter ? [{ ...said, at: utcOf(of.newsletter_date_add, timezone) }] : [],
      },
    });
  };
  return { kind: 'done', found: readEach({ rows, log: ctx.log, read }) };
};

/** Carts of people who are known, that became no order. */
const findCarts = async (ctx: Context, all: readonly unknown[]): Promise<Found> => {
  const carts = all
    .flatMap((row) => cartRow.safeParse(row).data ?? [])
    .filter((one) => one.id_customer !== undefined);
  const about = await readAbout(ctx, {
    orders: { field: 'id_cart', ids: carts.map((one) => one.id) },
    customers: { field: 'id', ids: carts.map((one) => one.id_customer) },
    currencies: { field: 'id', ids: carts.map((one) => one.id_currency) },
    products: {
      field: 'id',
      ids: carts.flatMap((one) => (one.associations?.cart_rows ?? []).map((row) => row.id_product)),
    },
  });
  if (about.kind !== 'done') return about;
  const ordered = rowsBy(about.of.get('orders'), z.object({ id_cart: id }), (row) => row.id_cart);
  const customers = rowsBy(about.of.get('customers'), customerRow, byId);
  const currencies = rowsBy(about.of.get('currencies'), currencyRow, byId);
  const products = rowsBy(about.of.get('products'), productRow, byId);
  const { timezone } = ctx.config;
  const read = (cart: z.output<typeof cartRow>) => {
    const lines = (cart.associations?.cart_rows ?? []).map((row) => {
      const product = products.get(row.id_product)?.[0];
      return {
        productId: row.id_product,
        variantId: row.id_product_attribute,
        sku: product?.reference,
        name: product?.name,
        price: product?.price,
        quantity: row.quantity,
      };
    });
    const currency = currencies.get(cart.id_currency ?? '')?.[0]?.iso_code;
    if (ordered.has(cart.id) || lines.length === 0 || currency === undefined) return [];
    const customer = customers.get(cart.id_customer ?? '')?.[0];
    const total = sum(lines.map(({ price = 0n, quantity }) => price * BigInt(quantity)));
    return checkoutEvents({
      from: fromOf(ctx, 'carts'),
      at: new Date(ctx.now).toISOString(),
      checkout: {
        id: cart.id,
        cartId: cart.id,
        who: { customerId: cart.id_customer, email: customer?.email },
        traits: { email: customer?.email, firstName: customer?.firstname, lastName: customer?.lastname },
        startedAt: utcOf(cart.date_add, timezone),
        updatedAt: utcOf(cart.date_upd, timezone),
        currency,
        total,
        revenue: total,
        lines,
      },
    });
  };
  return { kind: 'done', found: readEach({ rows: carts, log: ctx.log, read }) };
};

const findProducts = async (ctx: Context, rows: readonly unknown[]): Promise<Found> => {
  const { timezone, currency, url } = ctx.config;
  const ids = rows.flatMap((row) => z.object({ id }).safeParse(row).data?.id ?? []);
  const stocks = await readAbout(ctx, { stock_availables: { field: 'id_product', ids } });
  if (stocks.kind !== 'done') return stocks;
  // The row without a combination has what is left of all of them.
  const left = rowsBy(stocks.of.get('stock_availables'), stockRow, (row) =>
    row.id_product_attribute === '0' ? row.id_product : '',
  );
  const read = (row: unknown) => {
    const { of } = readBody(productRow, row);
    const stock = left.get(of.id)?.[0]?.quantity;
    return [
      productChange({
        id: of.id,
        updatedAt: utcOf(of.date_upd, timezone),
        title: of.name,
        sku: of.reference,
        currency,
        removed: !of.active,
        url: new URL(`index.php?controller=product&id_product=${encodeURIComponent(of.id)}`, url).href,
        ...(of.price === undefined ? {} : { price: of.price }),
        ...(stock === undefined ? {} : { stock: Math.max(0, stock) }),
      }),
    ];
  };
  return { kind: 'done', found: readEach({ rows, log: ctx.log, read }) };
};

/** A look at what changed in a list: PrestaShop sends no webhooks. */
const lookAt =
  (path: string, find: (ctx: Context, rows: readonly unknown[]) => Promise<Found>): PollRun =>
  (ctx, cursor) =>
    changedSince({
      cursor,
      first: ctx.now - ctx.config.firstDays * dayMs,
      now: Math.max(ctx.now, ctx.systemTime),
      fetchPage: async ({ since, page }): Promise<Changed> => {
        const { timezone } = ctx.config;
        const read = await readRows(ctx, {
          path,
          query: {
            date: '1',
            'filter[date_upd]': `[${shopTime(since, timezone)},${end}]`,
            sort: '[date_upd_ASC,id_ASC]',
            limit: `${(page - 1) * perPage},${perPage}`,
          },
        });
        if (read.kind !== 'done') return read;
        const { rows } = read;
        const answer = rows.length === 0 ? { kind: 'done' as const, found: [] } : await find(ctx, rows);
        if (answer.kind !== 'done') return answer;
        const times = rows.flatMap((row) => {
          const at = utcOf(z.object({ date_upd: text }).safeParse(row).data?.date_upd, timezone);
          return at === undefined ? [] : [Date.parse(at)];
        });
        const last = times.length === 0 ? undefined : Math.max(...times);
        return { kind: 'done', found: answer.found, last, isFull: rows.length === perPage };
      },
    });

export const lookAtOrders = lookAt('orders', (ctx, rows) =>
  eventsOfOrders(ctx, { rows, from: fromOf(ctx, 'orders') }),
);
export const lookAtRefunds = lookAt('order_slip', findRefunds);
export const lookAtCarts = lookAt('carts', findCarts);
export const lookAtCustomers = lookAt('customers', findCustomers);
export const lookAtProducts = lookAt('products', findProducts);
