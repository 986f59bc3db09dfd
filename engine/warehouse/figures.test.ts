import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Value, WarehouseFolder } from '../../domain/warehouse/folder.ts';
import { createWarehouseFolder } from '../../platform/warehouse/folder.ts';
import { parameterFields } from './figures-body.ts';
import { figures } from './figures.ts';
import { generateShop, type ShopRow, shopDays, shopStart, writeShop } from './shop-for-tests.ts';
import { warehouseTables } from './store/tables.ts';

const tenant = 'seeded';
const zone = 'Europe/Madrid';
const shop = generateShop({ people: 150, seed: 7 });
const rowsOf = (table: string): readonly ShopRow[] => shop.get(table) ?? [];
const num = (value: unknown): number => (typeof value === 'number' ? value : 0);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

const dayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
const dayOf = (at: unknown): string => dayFormat.format(num(at));
const from = '2024-06-01';
const to = '2025-05-31';
const inPeriod = (at: unknown): boolean => dayOf(at) >= from && dayOf(at) <= to;
const counted = rowsOf('orders').filter((row) => row['is_counted'] === true);
const inYear = counted.filter((row) => inPeriod(row['placed_at']));

let dir: string;
let folder: WarehouseFolder;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ciclo-figures-'));
  folder = createWarehouseFolder({ dir });
  await writeShop({ folder, tenant, shop });
});
afterAll(async () => {
  await folder.close();
  await rm(dir, { recursive: true, force: true });
});

const usual = {
  from,
  to,
  by: 'month',
  days: 30,
  touch: 'sent',
  point_value: 2,
  journey: 'winback',
  channel: 'email',
  least: 3,
};
const fixed = { zone, currency: 'EUR', today: to, costs: '{"email":0.1,"sms":6.5}', ends: '{}' };

/** A figure as rows by column. */
const ask = async (key: string, more: Readonly<Record<string, string | number>> = {}, behind = false) => {
  const figure = figures.find((one) => one.key === key);
  if (figure === undefined) throw new RangeError(key);
  const { columns, rows } = await folder.query({
    tenant,
    tables: warehouseTables,
    sql: behind ? figure.rows.sql : figure.sql,
    parameters: { ...usual, ...fixed, group: null, ...more },
    limit: 100_000,
  });
  if (!behind)
    expect(
      columns.map(({ name }) => name),
      key,
    ).toEqual(figure.columns.map(({ name }) => name));
  return rows.map((row) =>
    Object.fromEntries(columns.map(({ name }, index): [string, Value] => [name, row[index] ?? null])),
  );
};
const total = (rows: readonly Readonly<Record<string, Value>>[], column: string): number =>
  sum(rows.map((row) => num(row[column])));

describe('every figure', () => {
  it.each(figures.map(({ key }) => [key]))('%s has its columns, and rows behind it', async (key) => {
    await ask(key);
    await ask(key, {}, true);
    const figure = figures.find((one) => one.key === key);
    expect(figure?.parameters.filter(({ name }) => !Object.hasOwn(parameterFields, name))).toEqual([]);
  });
});

describe('on a seeded shop of two years', () => {
  const revenue = sum(inYear.map((row) => num(row['revenue'])));

  it('revenue by month is that of the raw orders, by the local day', async () => {
    const expected = new Map<string, { orders: number; revenue: number; people: Set<string> }>();
    for (const row of inYear) {
      const month = `${dayOf(row['placed_at']).slice(0, 7)}-01`;
      const known = expected.get(month) ?? { orders: 0, revenue: 0, people: new Set<string>() };
      known.people.add(text(row['profile_id']));
      expected.set(month, {
        orders: known.orders + 1,
        revenue: known.revenue + num(row['revenue']),
        people: known.people,
      });
    }
    const found = await ask('revenue');
    expect(found.map((row) => [row['day'], row['orders'], row['revenue'], row['customers']])).toEqual(
      [...expected]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([month, one]) => [month, one.orders, one.revenue, one.people.size]),
    );
  });

  it('totals tie out across figures', async () => {
    expect(total(await ask('revenue', { by: 'day' }), 'revenue')).toBe(revenue);
    expect(total(await ask('profit-by-product'), 'revenue')).toBe(revenue);
    expect(total(await ask('profit-by-customer'), 'revenue')).toBe(revenue);
    expect(total(await ask('revenue', {}, true), 'revenue')).toBe(revenue);
    const credited = await ask('attribution');
    // An order that two journeys reached stands under both.
    expect(total(credited, 'orders')).toBeGreaterThanOrEqual(inYear.length);
    for (const model of ['first', 'last', 'linear', 'position', 'decay']) {
      expect(Math.abs(total(credited, model) - revenue), model).toBeLessThanOrEqual(credited.length);
    }
    const returned = await ask('journey-return');
    const last = new Map(credited.map((row) => [row['journey'], row['last']]));
    for (const row of returned) expect(row['revenue']).toBe(last.get(row['journey'] ?? ''));
  });

  it('attribution credits each order as a computation from the raw rows does', async () => {
    const mails = rowsOf('messages');
    const expected = new Map<string, { linear: number; decay: number; position: number }>();
    for (const order of inYear) {
      const at = num(order['placed_at']);
      const touches = mails
        .filter((row) => row['profile_id'] === order['profile_id'])
        .map((row) => ({ at: num(row['accepted_at']), journey: text(row['journey']) }))
        .filter((touch) => touch.at <= at && touch.at >= at - 30 * 86_400_000)
        .toSorted((a, b) => a.at - b.at);
      const raw = touches.map((touch) => 0.5 ** ((at - touch.at) / (7 * 86_400_000)));
      for (const [index, { journey }] of touches.entries()) {
        const many = touches.length;
        const isEnd = index === 0 || index === many - 1;
        const position = many === 1 ? 1 : many === 2 ? 0.5 : isEnd ? 0.4 : 0.2 / (many - 2);
        const known = expected.get(journey) ?? { linear: 0, decay: 0, position: 0 };
        const worth = num(order['revenue']);
        expected.set(journey, {
          linear: known.linear + worth / many,
          decay: known.decay + (worth * num(raw[index])) / sum(raw),
          position: known.position + worth * position,
        });
      }
    }
    const found = new Map((await ask('attribution')).map((row) => [row['journey'], row]));
    for (const [journey, { linear, decay, position }] of expected) {
      expect(num(found.get(journey)?.['linear'])).toBeCloseTo(linear, -1);
      expect(num(found.get(journey)?.['decay'])).toBeCloseTo(decay, -1);
      expect(num(found.get(journey)?.['position'])).toBeCloseTo(position, -1);
    }
  });

  it('profit of products, cohorts, and pairs are those of the raw rows', async () => {
    const ids = new Set(inYear.map((row) => row['order_id']));
    const lines = rowsOf('order_lines').filter((row) => ids.has(row['order_id']));
    for (const row of await ask('profit-by-product')) {
      const own = lines.filter((line) => line['product_id'] === row['product']);
      expect(row['profit']).toBe(sum(own.map((line) => num(line['revenue']) - num(line['cost']))));
    }
    const held = new Map<string, Set<string>>();
    for (const line of lines) {
      const known = held.get(text(line['order_id'])) ?? new Set<string>();
      held.set(text(line['order_id']), known.add(text(line['product_id'])));
    }
    const having = (...wanted: string[]) =>
      [...held.values()].filter((set) => wanted.every((one) => set.has(one))).length;
    const pairs = await ask('baskets');
    expect(pairs.length).toBeGreaterThan(5);
    for (const row of pairs) {
      const [product, other] = [text(row['product']), text(row['other'])];
      expect(row['orders']).toBe(having(product, other));
      expect(num(row['lift'])).toBeCloseTo(
        (having(product, other) * held.size) / (having(product) * having(other)),
        9,
      );
    }
    const firsts = new Map<string, string>();
    for (const row of counted.toSorted((a, b) => num(a['placed_at']) - num(b['placed_at']))) {
      const person = text(row['profile_id']);
      if (!firsts.has(person)) firsts.set(person, dayOf(row['placed_at']));
    }
    const inFirst = [...firsts.values()].filter((day) => day >= from && day <= to).length;
    expect(
      total(
        (await ask('retention')).filter((row) => row['later'] === 0),
        'customers',
      ),
    ).toBe(inFirst);
  });

  it('messages, consents, holdouts and points are those of the raw rows', async () => {
    const mails = rowsOf('messages').filter((row) => inPeriod(row['accepted_at']));
    const mix = await ask('channel-mix');
    const of = (channel: string) => mails.filter((row) => row['channel'] === channel);
    expect(mix.map((row) => [row['channel'], row['sent'], row['sending_cost']])).toEqual([
      ['email', of('email').length, Math.round(of('email').length * 0.1)],
      ['sms', of('sms').length, Math.round(of('sms').length * 6.5)],
    ]);
    expect(total(await ask('send-times'), 'sent')).toBe(mails.length);
    expect(total(await ask('deliverability'), 'sent')).toBe(of('email').length);
    const said = rowsOf('consents').filter((row) => inPeriod(row['said_at']));
    const growth = await ask('list-growth');
    expect(total(growth, 'joined')).toBe(said.filter((row) => row['status'] === 'granted').length);
    expect(total(growth, 'left')).toBe(said.filter((row) => row['status'] === 'withdrawn').length);
    const [lift] = await ask('holdout-lift');
    const arms = rowsOf('exposures').filter((row) => inPeriod(row['exposed_at']));
    const values = (arm: string) => arms.filter((row) => row['arm'] === arm).map((row) => num(row['value']));
    const mean = (all: readonly number[]) => sum(all) / all.length;
    const error = (all: readonly number[]) =>
      sum(all.map((one) => (one - mean(all)) ** 2)) / (all.length - 1) / all.length;
    const [treated, heldOut] = [values('treated'), values('held-out')];
    const middle = mean(treated) - mean(heldOut);
    const half = 1.959964 * Math.sqrt(error(treated) + error(heldOut));
    expect(lift).toMatchObject({
      treated: treated.length,
      held_out: heldOut.length,
      per_person: Math.round(middle),
    });
    expect(num(lift?.['low'])).toBeCloseTo(middle - half, -0.5);
    expect(num(lift?.['high'])).toBeCloseTo(middle + half, -0.5);
    const points = sum(
      rowsOf('points')
        .filter((row) => dayOf(row['posted_at']) <= to)
        .map((row) => num(row['active'])),
    );
    expect(await ask('loyalty-liability')).toMatchObject([{ balance: points, liability: 2 * points }]);
  });

  it('everybody is in one field of the RFM grid, and the shop is busier in December', async () => {
    const buyers = new Set(
      counted.filter((row) => dayOf(row['placed_at']) <= to).map((row) => row['profile_id']),
    ).size;
    expect(total(await ask('rfm-grid'), 'customers')).toBe(buyers);
    expect(total(await ask('rfm-movement'), 'customers')).toBe(buyers);
    expect(total(await ask('value-by-group', { by: 'country' }), 'customers')).toBe(buyers);
    const months = await ask('revenue');
    const december = num(months.find((row) => row['day'] === '2024-12-01')?.['orders']);
    const august = num(months.find((row) => row['day'] === '2024-08-01')?.['orders']);
    expect(december).toBeGreaterThan(1.5 * august);
    expect(shopStart + shopDays * 86_400_000).toBeGreaterThan(Date.parse(to));
  });
});
