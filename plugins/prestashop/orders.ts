import { orderEvents, readBody, readEach, type Shop, type ShopOrder, sum } from '../commerce.ts';
import type { Failure, InboundEvent } from '../contract.ts';
import { readAbout } from './api.ts';
import type { Context } from './look.ts';
import {
  addressRow,
  cartRule,
  countryRow,
  currencyRow,
  customerRow,
  type OrderRow,
  orderRow,
  rowsBy,
  slipRow,
  stateRow,
  usedRule,
} from './rows.ts';
import { utcOf } from './shop-time.ts';

type About = ReadonlyMap<string, readonly unknown[]>;

/** What the lists beside orders say of some orders: who, where, in which currency and state, with which codes, and what came back. */
const readBeside = async (
  ctx: Context,
  orders: readonly OrderRow[],
): Promise<{ readonly kind: 'done'; readonly of: About } | Failure> => {
  const ids = orders.map(({ id }) => id);
  const first = await readAbout(ctx, {
    customers: { field: 'id', ids: orders.map((one) => one.id_customer) },
    addresses: { field: 'id', ids: orders.map((one) => one.id_address_invoice) },
    currencies: { field: 'id', ids: orders.map((one) => one.id_currency) },
    order_states: { field: 'id', ids: orders.map((one) => one.current_state) },
    order_cart_rules: { field: 'id_order', ids },
    order_slip: { field: 'id_order', ids },
  });
  if (first.kind !== 'done') return first;
  const rules = rowsBy(first.of.get('order_cart_rules'), usedRule, (row) => row.id_cart_rule);
  const places = rowsBy(first.of.get('addresses'), addressRow, (row) => row.id_country ?? '');
  const second = await readAbout(ctx, {
    cart_rules: { field: 'id', ids: [...rules.keys()] },
    countries: { field: 'id', ids: [...places.keys()].filter((one) => one !== '') },
  });
  if (second.kind !== 'done') return second;
  return { kind: 'done', of: new Map([...first.of, ...second.of]) };
};

const byId = (row: { id: string }): string => row.id;

const createLookUps = (about: About) => {
  const one =
    <Row>(by: ReadonlyMap<string, readonly Row[]>) =>
    (key: string | undefined): Row | undefined =>
      by.get(key ?? '')?.[0];
  return {
    customer: one(rowsBy(about.get('customers'), customerRow, byId)),
    address: one(rowsBy(about.get('addresses'), addressRow, byId)),
    country: one(rowsBy(about.get('countries'), countryRow, byId)),
    currency: one(rowsBy(about.get('currencies'), currencyRow, byId)),
    state: one(rowsBy(about.get('order_states'), stateRow, byId)),
    rule: one(rowsBy(about.get('cart_rules'), cartRule, byId)),
    used: rowsBy(about.get('order_cart_rules'), usedRule, (row) => row.id_order),
    slips: rowsBy(about.get('order_slip'), slipRow, (row) => row.id_order),
  };
};

type LookUps = ReturnType<typeof createLookUps>;

const amountsOf = (of: OrderRow) => {
  const revenue = of.total_products - (of.total_discounts_tax_excl ?? 0n);
  return {
    total: of.total_paid_tax_incl,
    revenue: revenue < 0n ? 0n : revenue,
    shipping: of.total_shipping_tax_incl,
    tax: of.total_paid_tax_incl - of.total_paid_tax_excl,
    discount: of.total_discounts_tax_incl,
  };
};

const linesOf = (of: OrderRow): ShopOrder['lines'] =>
  (of.associations?.order_rows ?? []).map((row) => ({
    productId: row.product_id,
    variantId: row.product_attribute_id,
    sku: row.product_reference,
    name: row.product_name,
    price: row.unit_price_tax_incl,
    quantity: row.product_quantity,
  }));

const personOf = (known: LookUps, of: OrderRow): Pick<ShopOrder, 'who' | 'traits'> => {
  const customer = known.customer(of.id_customer);
  const address = known.address(of.id_address_invoice);
  const phone = address?.phone_mobile ?? address?.phone;
  return {
    who: { customerId: of.id_customer, email: customer?.email, phone, orderId: of.id },
    traits: {
      email: customer?.email,
      phone,
      firstName: customer?.firstname,
      lastName: customer?.lastname,
      address: {
        street: address?.address1,
        city: address?.city,
        postalCode: address?.postcode,
        country: known.country(address?.id_country)?.iso_code,
      },
    },
  };
};

const moneyBackOf = (known: LookUps, of: OrderRow, zone: string): ShopOrder['refunds'] =>
  (known.slips.get(of.id) ?? []).map((slip) => ({
    id: slip.id,
    at: utcOf(slip.date_add, zone),
    total: sum([slip.total_products_tax_incl ?? 0n, slip.total_shipping_tax_incl ?? 0n]),
    revenue: slip.total_products_tax_excl,
    shipping: slip.total_shipping_tax_incl,
  }));

const createReadOrder = (ctx: Context, about: About) => {
  const { timezone, cancelledStates } = ctx.config;
  const known = createLookUps(about);
  return (of: OrderRow): ShopOrder => {
    const currency = known.currency(of.id_currency)?.iso_code;
    if (currency === undefined) throw new RangeError('an order without a currency');
    const state = known.state(of.current_state);
    const isCancelled = cancelledStates.includes(Number(of.current_state));
    return {
      id: of.id,
      name: of.reference,
      ...personOf(known, of),
      state: isCancelled ? 'cancelled' : 'placed',
      cancelled: isCancelled,
      paid: state?.paid ?? false,
      fulfilled: state?.shipped ?? false,
      placedAt: utcOf(of.date_add, timezone),
      updatedAt: utcOf(of.date_upd, timezone),
      checkoutId: of.id_cart,
      cartId: of.id_cart,
      currency,
      ...amountsOf(of),
      codes: (known.used.get(of.id) ?? []).flatMap(({ id_cart_rule: rule, value: amount }) => {
        const code = known.rule(rule)?.code;
        return code === undefined ? [] : [{ code, amount }];
      }),
      lines: linesOf(of),
      refunds: moneyBackOf(known, of, timezone) ?? [],
      more: { status: of.current_state },
    };
  };
};

/** The events of some orders as the shop has them now. */
export const eventsOfOrders = async (
  ctx: Context,
  input: { rows: readonly unknown[]; from: Shop },
): Promise<{ readonly kind: 'done'; readonly found: readonly InboundEvent[] } | Failure> => {
  const readable = input.rows.flatMap((row) => orderRow.safeParse(row).data ?? []);
  const beside = await readBeside(ctx, readable);
  if (beside.kind !== 'done') return beside;
  const read = createReadOrder(ctx, beside.of);
  const at = new Date(ctx.now).toISOString();
  const found: InboundEvent[] = [];
  readEach({
    rows: input.rows,
    log: ctx.log,
    read: (row) => {
      const { of, ignored } = readBody(orderRow, row);
      found.push(...orderEvents({ from: input.from, at, ignored, order: read(of) }));
      return [];
    },
  });
  return { kind: 'done', found };
};
