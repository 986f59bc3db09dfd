import { z } from 'zod';

import { count, id, idOrNone, maybe, money, text } from '../commerce.ts';

/** `"1"` and 1 are yes. */
const flag = z.unknown().transform((value) => value === 1 || value === '1' || value === true);

/** A text, or one for each language of the shop: the first. */
export const localText = z
  .union([z.string(), z.array(z.object({ value: z.string() })).transform(([first]) => first?.value ?? '')])
  .nullish()
  .catch(undefined)
  .transform((value) => (value === undefined || value === null || value.trim() === '' ? undefined : value));

export const orderRow = z.object({
  id,
  reference: text,
  id_customer: idOrNone,
  id_cart: idOrNone,
  id_currency: idOrNone,
  id_address_invoice: idOrNone,
  current_state: idOrNone,
  date_add: text,
  date_upd: text,
  total_paid_tax_incl: money,
  total_paid_tax_excl: money,
  total_products: money,
  total_shipping_tax_incl: maybe(money),
  total_discounts_tax_incl: maybe(money),
  total_discounts_tax_excl: maybe(money),
  associations: maybe(
    z.object({
      order_rows: maybe(
        z.array(
          z.object({
            product_id: idOrNone,
            product_attribute_id: idOrNone,
            product_quantity: count,
            product_name: text,
            product_reference: text,
            unit_price_tax_incl: maybe(money),
          }),
        ),
      ),
    }),
  ),
});
export type OrderRow = z.output<typeof orderRow>;

export const customerRow = z.object({
  id,
  email: text,
  firstname: text,
  lastname: text,
  newsletter: flag,
  newsletter_date_add: text,
  date_add: text,
  date_upd: text,
});

export const addressRow = z.object({
  id,
  phone: text,
  phone_mobile: text,
  address1: text,
  city: text,
  postcode: text,
  id_country: idOrNone,
});

export const countryRow = z.object({ id, iso_code: text });
export const currencyRow = z.object({ id, iso_code: z.string().regex(/^[A-Z]{3}$/) });
export const stateRow = z.object({ id, paid: flag, shipped: flag });
export const usedRule = z.object({ id_order: id, id_cart_rule: id, value: maybe(money) });
export const cartRule = z.object({ id, code: text });

export const slipRow = z.object({
  id,
  id_order: id,
  date_add: text,
  total_products_tax_excl: maybe(money),
  total_products_tax_incl: maybe(money),
  total_shipping_tax_incl: maybe(money),
});

export const cartRow = z.object({
  id,
  id_customer: idOrNone,
  id_currency: idOrNone,
  date_add: text,
  date_upd: text,
  associations: maybe(
    z.object({
      cart_rows: maybe(
        z.array(z.object({ id_product: id, id_product_attribute: idOrNone, quantity: count })),
      ),
    }),
  ),
});

export const productRow = z.object({
  id,
  name: localText,
  link_rewrite: localText,
  reference: text,
  active: flag,
  price: maybe(money),
  date_upd: text,
});

export const stockRow = z.object({
  id_product: id,
  id_product_attribute: id,
  quantity: z.coerce.number().int(),
});

/** The rows of a list by a field; what cannot be read is left out. */
export const rowsBy = <Row>(
  rows: readonly unknown[] | undefined,
  schema: z.ZodType<Row>,
  keyOf: (row: Row) => string,
): ReadonlyMap<string, readonly Row[]> => {
  const by = new Map<string, Row[]>();
  for (const raw of rows ?? []) {
    const row = schema.safeParse(raw).data;
    if (row !== undefined) by.set(keyOf(row), [...(by.get(keyOf(row)) ?? []), row]);
  }
  return by;
};
