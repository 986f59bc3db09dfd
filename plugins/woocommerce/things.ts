import { z } from 'zod';
import {
  customerEvents,
  id,
  maybe,
  money,
  orderEvents,
  productChange,
  readBody,
  type Shop,
  text,
  utc,
} from '../commerce.ts';
import type { InboundEvent, InboundProduct } from '../contract.ts';
import { billing, readOrder, traitsOf } from './order.ts';

/** Where a thing of the shop was found. */
export type Found = {
  readonly json: unknown;
  readonly from: Shop;
  /** ISO 8601: when it was found, where it does not say when it happened. */
  readonly at: string;
  readonly consentField: string | undefined;
  readonly currency: string | undefined;
};

/** The events of an order as it now stands. */
export const eventsOfOrder = ({ json, from, at, consentField }: Found): readonly InboundEvent[] => {
  const { order, ignored } = readOrder({ json, consentField });
  return orderEvents({ from, at, ignored, order });
};

const customer = z.object({
  id,
  email: text,
  first_name: text,
  last_name: text,
  date_created_gmt: utc,
  date_modified_gmt: utc,
  billing,
});

/** The events of a customer's account. */
export const eventsOfCustomer = ({ json, from, at }: Found): readonly InboundEvent[] => {
  const { of, ignored } = readBody(customer, json);
  const traits = traitsOf(of.billing);
  return customerEvents({
    from,
    at,
    ignored,
    customer: {
      ...traits,
      id: of.id,
      email: of.email ?? traits.email,
      firstName: of.first_name ?? traits.firstName,
      lastName: of.last_name ?? traits.lastName,
      createdAt: of.date_created_gmt,
      updatedAt: of.date_modified_gmt,
    },
  });
};

const product = z.object({
  id,
  name: text,
  permalink: text,
  sku: text,
  status: text,
  date_modified_gmt: utc,
  price: maybe(money),
  regular_price: maybe(money),
  manage_stock: maybe(z.union([z.boolean(), z.string()])),
  stock_quantity: maybe(z.number()),
  stock_status: text,
  parent_id: maybe(z.number()),
  categories: maybe(z.array(z.object({ name: text }))),
  brands: maybe(z.array(z.object({ name: text }))),
  images: maybe(z.array(z.object({ src: text }))),
});

/** Nobody counts a product that is simply in stock; one that is out has none. */
const stockOf = (of: z.output<typeof product>): number | null => {
  if (of.stock_status === 'outofstock') return 0;
  return of.manage_stock === true && of.stock_quantity !== undefined ? of.stock_quantity : null;
};

/** A product for the catalog. A variation is part of its product, which comes by itself. */
export const productOf = ({ json, currency }: Found): readonly InboundProduct[] => {
  const { of } = readBody(product, json);
  if (of.parent_id !== undefined && of.parent_id !== 0) return [];
  const isReduced = of.regular_price !== undefined && of.price !== undefined && of.regular_price > of.price;
  return [
    productChange({
      id: of.id,
      updatedAt: of.date_modified_gmt,
      sku: of.sku,
      title: of.name,
      url: of.permalink,
      image: of.images?.[0]?.src,
      brand: of.brands?.[0]?.name,
      categories: of.categories?.flatMap(({ name }) => name ?? []),
      currency,
      price: of.price,
      compareAt: isReduced ? of.regular_price : null,
      stock: stockOf(of),
      removed: of.status !== undefined && of.status !== 'publish',
    }),
  ];
};
