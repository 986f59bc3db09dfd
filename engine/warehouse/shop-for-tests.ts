import { randomOf } from '../../test/harness/random.ts';
import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import type { Cell } from '../../domain/warehouse/shape.ts';
import { warehouseTables } from './store/tables.ts';

/** Values of a row by column; what is not named is absent. */
export type ShopRow = Readonly<Record<string, Cell>>;
export type Shop = ReadonlyMap<string, readonly ShopRow[]>;

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** The shop opens. */
export const shopStart = Date.UTC(2024, 0, 1);
export const shopDays = 730;

const products = [
  { id: 'tea', category: 'drinks', price: 900, cost: 300 },
  { id: 'pot', category: 'kitchen', price: 3500, cost: 1800 },
  { id: 'cup', category: 'kitchen', price: 1200, cost: 500 },
  { id: 'jam', category: 'food', price: 650, cost: 250 },
  { id: 'box', category: 'gifts', price: 2200, cost: 1100 },
] as const;

/** How busy a day is: twice as many orders in December, a third fewer in July and August. */
const seasonOf = (at: number): number => {
  const month = new Date(at).getUTCMonth();
  return month === 11 ? 2 : month === 6 || month === 7 ? 0.67 : 1;
};

type Means = {
  readonly random: () => number;
  readonly add: (table: string, row: ShopRow) => void;
};

export const pick = <T>(random: () => number, from: readonly [T, ...T[]]): T =>
  from[Math.floor(random() * from.length)] ?? from[0];

type Bought = { readonly product: (typeof products)[number]; readonly quantity: number };

/** What is in a basket: with a pot there is tea more often than by chance. */
const fillBasket = (random: () => number): readonly Bought[] => {
  const chosen = products.filter(() => random() < 0.3);
  const first = chosen.length === 0 ? [products[0]] : chosen;
  const has = (wanted: string): boolean => first.some(({ id }) => id === wanted);
  const all = has('pot') && random() < 0.6 && !has('tea') ? [...first, products[0]] : first;
  return all.map((product) => ({ product, quantity: 1 + Math.floor(random() * 2) }));
};

const addLines = (input: {
  add: Means['add'];
  common: ShopRow;
  lines: readonly Bought[];
  value: number;
  revenue: number;
}): void => {
  const { add, common, lines, value, revenue } = input;
  let left = revenue;
  for (const [index, { product, quantity }] of lines.entries()) {
    const { id: product_id, category, price, cost } = product;
    const isLast = index === lines.length - 1;
    const share = isLast ? left : Math.floor((revenue * price * quantity) / value);
    left -= share;
    const line = { line: index + 1, product_id, category, quantity, kept: quantity, price };
    add('order_lines', { ...common, ...line, revenue: share, cost: cost * quantity });
  }
};

const createOrders = ({ random, add }: Means) => {
  let orders = 0;
  return (person: string, at: number): void => {
    orders += 1;
    const order_id = `o${orders}`;
    const lines = fillBasket(random);
    const value = lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);
    const goods_cost = lines.reduce((sum, { product, quantity }) => sum + product.cost * quantity, 0);
    const discount = random() < 0.2 ? Math.round(value / 10) : 0;
    const gross_revenue = value - discount;
    const refunded = random() < 0.04 ? Math.round(gross_revenue / 3) : 0;
    const revenue = gross_revenue - refunded;
    const is_counted = random() >= 0.01;
    const common = { order_id, profile_id: person, placed_at: at, is_counted, currency: 'EUR' };
    addLines({ add, common, lines, value, revenue });
    const amounts = { gross_revenue, refunded, revenue, discount, goods_cost };
    const costs = { shipping: 490, shipping_cost: 390, coupons: 0, lines: lines.length };
    add('orders', { ...common, ...amounts, ...costs });
    if (random() >= 0.5) return;
    const earned = { kind: 'earn', active: Math.floor(gross_revenue / 100), pending: 0 };
    const whose = { posting_id: `p${orders}`, profile_id: person, program: 'club', order_id };
    add('points', { ...whose, ...earned, posted_at: at });
  };
};

const createMessages = ({ random, add }: Means) => {
  let messages = 0;
  return (person: string, at: number): void => {
    messages += 1;
    const opened = random() < 0.35 ? at + hourMs : undefined;
    add('messages', {
      message_id: `m${messages}`,
      profile_id: person,
      journey: pick(random, ['winback', 'newsletter']),
      channel: random() < 0.9 ? 'email' : 'sms',
      class: 'marketing',
      status: 'accepted',
      planned_at: at,
      accepted_at: at,
      opened_at: opened,
      clicked_at: opened !== undefined && random() < 0.3 ? opened + hourMs : undefined,
      bounced_at: random() < 0.01 ? at + hourMs : undefined,
      complained_at: random() < 0.002 ? at + hourMs : undefined,
    });
  };
};

/** Somebody who arrives; when that was. */
const addPerson = ({ random, add }: Means, index: number): number => {
  const person = `p${index}`;
  const arrived =
    shopStart + Math.floor(random() * shopDays * 0.9) * dayMs + Math.floor(random() * 24) * hourMs;
  add('profiles', {
    profile_id: person,
    created_at: arrived,
    stage: random() < 0.5 ? 'customer' : 'lead',
    segments: random() < 0.3 ? ',vip,' : ',',
    country: pick(random, ['ES', 'DE', 'FR']),
    mailbox_provider: pick(random, ['Gmail', 'Yahoo', 'other']),
  });
  add('consents', {
    consent_id: `c${index}`,
    profile_id: person,
    channel: 'email',
    topic: '*',
    status: 'granted',
    said_at: arrived,
    is_counted: true,
  });
  if (random() < 0.1)
    add('consents', {
      consent_id: `d${index}`,
      profile_id: person,
      channel: 'email',
      topic: '*',
      status: 'withdrawn',
      said_at: arrived + 30 * dayMs,
      is_counted: true,
    });
  add('exposures', {
    exposure_id: `x${index}`,
    profile_id: person,
    experiment: 'h',
    journey: 'winback',
    arm: random() < 0.2 ? 'held-out' : 'treated',
    exposed_at: arrived,
    is_converted: random() < 0.3,
    currency: 'EUR',
    value: random() < 0.3 ? Math.floor(random() * 5000) : 0,
  });
  return arrived;
};

/**
 * A shop of two years, the same for the same seed: `people` customers who arrive evenly, order about every 90 days (twice as often in
 * December, a third less in summer), buy a pot with tea more often than by chance, and get about two marketing mails a month
 * from two journeys. 4 % of orders are refunded in part, 1 % cancelled.
 */
export const generateShop = (input: { people: number; seed: number }): Shop => {
  const tables = new Map<string, ShopRow[]>();
  const means: Means = {
    random: randomOf(input.seed),
    add: (table, row) => {
      const rows = tables.get(table) ?? [];
      rows.push(row);
      tables.set(table, rows);
    },
  };
  const { random } = means;
  const order = createOrders(means);
  const message = createMessages(means);
  const end = shopStart + shopDays * dayMs;
  const later = (at: number): number => at + Math.floor(random() * 86_400) * 1000;
  for (let index = 0; index < input.people; index += 1) {
    const person = `p${index}`;
    for (let at = addPerson(means, index); at < end; at += dayMs) {
      if (random() < seasonOf(at) / 90) order(person, later(at));
      if (random() < 1 / 15) message(person, later(at));
    }
  }
  return tables;
};

/** Writes a shop into the folder of a tenant, each table as one file. */
export const writeShop = async (input: {
  folder: WarehouseFolder;
  tenant: string;
  shop: Shop;
}): Promise<void> => {
  const { folder, tenant, shop } = input;
  for (const table of warehouseTables) {
    const rows = shop.get(table.name) ?? [];
    const read = async function* cells(): AsyncGenerator<readonly Cell[]> {
      for (const row of rows) yield table.columns.map(({ name }) => new Map(Object.entries(row)).get(name));
    };
    await folder.write({
      tenant,
      table,
      part: 'all',
      rows: read(),
      readAt: 0,
      replaces: () => [],
      change: (manifest) => ({ ...manifest, asOf: shopStart + shopDays * dayMs }),
    });
  }
};
