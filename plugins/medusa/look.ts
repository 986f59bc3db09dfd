import { z } from 'zod';
import {
  changedSince,
  customerEvents,
  id,
  maybe,
  money,
  orderEvents,
  productChange,
  readBody,
  readEach,
  type Shop,
  text,
  time,
} from '../commerce.ts';
import type { InboundEvent, InboundProduct, Poll } from '../contract.ts';
import { type MedusaConfig, readRows } from './api.ts';
import { orderFields, readOrder } from './order.ts';

type PollRun = Poll<MedusaConfig, undefined>['run'];
type Context = Parameters<PollRun>[0];
type Read = (ctx: Context, json: unknown) => readonly (InboundEvent | InboundProduct)[];

const perPage = 50;
const dayMs = 86_400_000;

const fromOf = ({ config }: Context, topic: string): Shop => ({
  source: 'medusa',
  shop: new URL(config.url).host,
  topic: `poll:${topic}`,
});

const eventsOfOrder: Read = (ctx, json) => {
  const { order, ignored } = readOrder(json);
  const at = new Date(ctx.now).toISOString();
  return orderEvents({ from: fromOf(ctx, 'orders'), at, ignored, order });
};

const customer = z.object({
  id,
  email: text,
  phone: text,
  first_name: text,
  last_name: text,
  created_at: time,
  updated_at: time,
});

const eventsOfCustomer: Read = (ctx, json) => {
  const { of, ignored } = readBody(customer, json);
  return customerEvents({
    from: fromOf(ctx, 'customers'),
    at: new Date(ctx.now).toISOString(),
    ignored,
    customer: {
      id: of.id,
      email: of.email,
      phone: of.phone,
      firstName: of.first_name,
      lastName: of.last_name,
      createdAt: of.created_at,
      updatedAt: of.updated_at,
    },
  });
};

const variant = z.object({
  sku: text,
  manage_inventory: maybe(z.boolean()),
  inventory_quantity: maybe(z.number()),
  prices: maybe(z.array(z.object({ amount: maybe(money), currency_code: text }))),
});

const product = z.object({
  id,
  title: text,
  handle: text,
  status: text,
  thumbnail: text,
  updated_at: time,
  categories: maybe(z.array(z.object({ name: text }))),
  variants: maybe(z.array(variant)),
});

/** What is left of all variants together; nobody counts where one is sold without stock. */
const stockOf = (variants: readonly z.output<typeof variant>[]): number | null | undefined => {
  if (variants.length === 0) return undefined;
  if (variants.some(({ manage_inventory: isCounted }) => isCounted !== true)) return null;
  return variants.reduce((left, { inventory_quantity: one = 0 }) => left + Math.max(0, one), 0);
};

const productOf: Read = ({ config }, json) => {
  const { of } = readBody(product, json);
  const variants = of.variants ?? [];
  const prices = variants.flatMap(({ prices: all = [] }) =>
    all.flatMap(({ amount, currency_code: currency }) =>
      amount !== undefined && currency?.toUpperCase() === config.currency ? [amount] : [],
    ),
  );
  const lowest = prices.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0))[0];
  const { storefront } = config;
  return [
    productChange({
      id: of.id,
      updatedAt: of.updated_at,
      title: of.title,
      sku: variants.length === 1 ? variants[0]?.sku : undefined,
      image: of.thumbnail,
      categories: of.categories?.flatMap(({ name }) => name ?? []),
      currency: config.currency,
      stock: stockOf(variants),
      removed: of.status !== undefined && of.status !== 'published',
      ...(lowest === undefined ? {} : { price: lowest }),
      ...(storefront === undefined || of.handle === undefined
        ? {}
        : { url: `${storefront.replace(/\/$/, '')}/products/${encodeURIComponent(of.handle)}` }),
    }),
  ];
};

/** A look at what changed of a kind: Medusa sends no webhooks. */
const lookAt =
  (kind: { path: string; fields: string; read: Read }): PollRun =>
  (ctx, cursor) =>
    changedSince({
      cursor,
      first: ctx.now - ctx.config.firstDays * dayMs,
      now: Math.max(ctx.now, ctx.systemTime),
      fetchPage: async ({ since, page }) => {
        const answer = await readRows(ctx, {
          path: kind.path,
          query: {
            'updated_at[$gte]': new Date(since).toISOString(),
            order: 'updated_at',
            limit: String(perPage),
            offset: String((page - 1) * perPage),
            fields: kind.fields,
          },
        });
        if (answer.kind !== 'done') return answer;
        const { rows } = answer;
        const found = readEach({ rows, log: ctx.log, read: (json) => kind.read(ctx, json) });
        const times = rows.flatMap(
          (row) => z.object({ updated_at: time }).safeParse(row).data?.updated_at ?? [],
        );
        const last = times.length === 0 ? undefined : Math.max(...times.map((at) => Date.parse(at)));
        return { kind: 'done', found, last, isFull: rows.length === perPage };
      },
    });

export const lookAtOrders = lookAt({ path: 'orders', fields: orderFields, read: eventsOfOrder });
export const lookAtCustomers = lookAt({
  path: 'customers',
  fields: Object.keys(customer.shape).join(','),
  read: eventsOfCustomer,
});
export const lookAtProducts = lookAt({
  path: 'products',
  fields:
    'id,title,handle,status,thumbnail,updated_at,*categories,*variants,*variants.prices,+variants.inventory_quantity',
  read: productOf,
});
