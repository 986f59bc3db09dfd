import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Value, WarehouseFolder } from '../../domain/warehouse/folder.ts';
import { createWarehouseFolder } from '../../platform/warehouse/folder.ts';
import { figures } from './figures.ts';
import { shopEnds, withRelations } from './relations-for-tests.ts';
import { generateShop, type ShopRow, writeShop } from './shop-for-tests.ts';
import { warehouseTables } from './store/tables.ts';

const tenant = 'relations';
const zone = 'Europe/Madrid';
const people = 120;
const shop = withRelations({ shop: generateShop({ people, seed: 11 }), people, seed: 12 });
const rowsOf = (table: string): readonly ShopRow[] => shop.get(table) ?? [];
const num = (value: unknown): number => (typeof value === 'number' ? value : 0);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (num(sorted[Math.floor(middle)]) + num(sorted[Math.ceil(middle)])) / 2;
};
const dayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
const dayOf = (at: unknown): string => dayFormat.format(num(at));
const from = '2024-06-01';
const to = '2025-05-31';
const within = (day: string): boolean => day >= from && day <= to;
const hourMs = 3_600_000;

let dir: string;
let folder: WarehouseFolder;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ciclo-relations-'));
  folder = createWarehouseFolder({ dir });
  await writeShop({ folder, tenant, shop });
});
afterAll(async () => {
  await folder.close();
  await rm(dir, { recursive: true, force: true });
});

type Row = Readonly<Record<string, Value>>;

/** A figure, or the rows behind it, by column. */
const ask = async (key: string, more: Row = {}, behind = false): Promise<readonly Row[]> => {
  const figure = figures.find((one) => one.key === key);
  if (figure === undefined) throw new RangeError(key);
  const { columns, rows } = await folder.query({
    tenant,
    tables: warehouseTables,
    sql: behind ? figure.rows.sql : figure.sql,
    parameters: {
      from,
      to,
      zone,
      currency: 'EUR',
      ends: JSON.stringify(shopEnds),
      costs: '{}',
      journey: 'winback',
      days: 180,
      by: 'country',
      channel: 'email',
      group: null,
      ...more,
    },
    limit: 100_000,
  });
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, n) => [name, row[n] ?? null])));
};

/** Rows by a key, as a computation of its own groups them. */
const grouped = <T>(
  rows: readonly T[],
  keyOf: (row: T) => string,
): readonly (readonly [string, readonly T[]])[] => {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1));
};

describe('figures of deals, service, advocates and journeys are those of the raw rows', () => {
  it('deals count by the stages of the object as the shop has it', async () => {
    const counted = rowsOf('records').filter(
      (row) => row['kind'] === 'deal' && row['currency'] === 'EUR' && within(text(row['close_on'])),
    );
    const amounts = (rows: readonly ShopRow[], ...stages: string[]): number =>
      sum(rows.filter((row) => stages.includes(text(row['stage']))).map((row) => num(row['amount'])));
    expect(await ask('deals')).toEqual(
      grouped(counted, (row) => text(row['close_on']).slice(0, 7)).map(([month, rows]) => ({
        month,
        deals: rows.length,
        expected: sum(rows.map((row) => num(row['amount']))),
        won: amounts(rows, 'signed'),
        lost: amounts(rows, 'gone'),
        open: amounts(rows, 'talk', 'offered'),
      })),
    );
    expect(counted.length).toBeGreaterThan(100);
    expect(await ask('deals', {}, true)).toHaveLength(counted.length);
  });

  it('service tells of answers, of solutions that last, and of satisfaction', async () => {
    const solvedAt = (id: unknown): number =>
      Math.max(
        ...rowsOf('stage_changes')
          .filter((row) => row['record_id'] === id && row['to_stage'] === 'solved')
          .map((row) => num(row['changed_at'])),
      );
    const cases = rowsOf('records').filter(
      (row) => row['kind'] === 'case' && within(dayOf(row['created_at'])),
    );
    const found = await ask('service');
    const expected = grouped(cases, (row) => dayOf(row['created_at']).slice(0, 7));
    expect(found.map((row) => row['month'])).toEqual(expected.map(([month]) => month));
    for (const [index, [, rows]] of expected.entries()) {
      const since = (row: ShopRow, at: number): number => (at - num(row['created_at'])) / hourMs;
      const answers = rows.flatMap((row) =>
        row['first_reply_at'] === undefined ? [] : [since(row, num(row['first_reply_at']))],
      );
      const solved = rows
        .filter((row) => row['stage'] !== 'open')
        .map((row) => since(row, solvedAt(row['record_id'])));
      const said = rows.flatMap((row) =>
        row['satisfaction'] === undefined ? [] : [num(row['satisfaction'])],
      );
      const row = found[index] ?? {};
      expect([row['cases'], row['answered'], row['solved']]).toEqual([
        rows.length,
        answers.length,
        solved.length,
      ]);
      expect(num(row['first_answer'])).toBeCloseTo(median(answers), 6);
      expect(num(row['solution'])).toBeCloseTo(median(solved), 6);
      expect(num(row['satisfaction'])).toBeCloseTo(mean(said), 6);
    }
  });

  it('advocates have their friends, and what these bought since they were brought', async () => {
    const orders = rowsOf('orders').filter(
      (row) => row['is_counted'] === true && within(dayOf(row['placed_at'])),
    );
    const expected = grouped(rowsOf('referrals'), (row) => text(row['advocate_id'])).map(
      ([profile_id, rows]) => {
        const friends = grouped(rows, (row) => text(row['friend_id']));
        const bought = friends.flatMap(([friend, said]) => {
          const began = Math.min(...said.map((row) => num(row['began_at'])));
          return orders.filter((row) => row['profile_id'] === friend && num(row['placed_at']) >= began);
        });
        return {
          profile_id,
          friends: friends.length,
          qualified: friends.filter(([, said]) =>
            said.some((row) => row['state'] === 'qualified' || row['state'] === 'rewarded'),
          ).length,
          orders: bought.length,
          revenue: sum(bought.map((row) => num(row['revenue']))),
        };
      },
    );
    const found = await ask('advocates');
    expect(found.toSorted((a, b) => (text(a['profile_id']) < text(b['profile_id']) ? -1 : 1))).toEqual(
      expected,
    );
  });

  it('the funnel of a journey counts runs and people at each step', async () => {
    const entered = new Set(
      rowsOf('decisions')
        .filter((row) => row['kind'] === 'entered' && within(dayOf(row['decided_at'])))
        .map((row) => row['run_id']),
    );
    const said = rowsOf('decisions').filter((row) => entered.has(row['run_id']));
    const at = (step: string) => said.filter((row) => (row['step'] ?? row['kind']) === step);
    const runs = (rows: readonly ShopRow[]): number => new Set(rows.map((row) => row['run_id'])).size;
    const of = (rows: readonly ShopRow[], kind: string) => runs(rows.filter((row) => row['kind'] === kind));
    expect(await ask('journey-funnel')).toEqual(
      ['entered', 'pause', 'mail', 'second', 'converted'].map((step) => ({
        step,
        runs: runs(at(step)),
        people: new Set(at(step).map((row) => row['profile_id'])).size,
        share: runs(at(step)) / entered.size,
        sent: of(at(step), 'sent'),
        skipped: of(at(step), 'skipped'),
        failed: of(at(step), 'failed'),
      })),
    );
  });

  it('retention, value by group, growth of the list and deliverability hold row by row', async () => {
    const counted = rowsOf('orders').filter(
      (row) => row['is_counted'] === true && dayOf(row['placed_at']) <= to,
    );
    const byPerson = grouped(counted, (row) => text(row['profile_id']));
    const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
    const cohorts = byPerson.flatMap(([person, rows]) => {
      const first = rows.map((row) => dayOf(row['placed_at'])).toSorted()[0] ?? '';
      return first < from ? [] : rows.map((row) => ({ person, first, row }));
    });
    const keyOf = (one: (typeof cohorts)[number]): string =>
      `${one.first.slice(0, 7)} ${String(monthOf(dayOf(one.row['placed_at'])) - monthOf(one.first)).padStart(2, '0')}`;
    expect(
      (await ask('retention')).map((row) => [
        `${text(row['month'])} ${String(num(row['later'])).padStart(2, '0')}`,
        row['customers'],
        row['orders'],
        row['revenue'],
      ]),
    ).toEqual(
      grouped(cohorts, keyOf).map(([key, rows]) => [
        key,
        new Set(rows.map((one) => one.person)).size,
        rows.length,
        sum(rows.map((one) => num(one.row['revenue']))),
      ]),
    );
    const countryOf = new Map(
      rowsOf('profiles').map((row) => [text(row['profile_id']), text(row['country'])]),
    );
    const lostBefore = new Date(Date.parse(to) - 180 * 24 * hourMs).toISOString().slice(0, 10);
    const value = grouped(byPerson, ([person]) => countryOf.get(person) ?? '').map(([group, rows]) => {
      const revenue = sum(rows.flatMap(([, orders]) => orders.map((row) => num(row['revenue']))));
      const lost = rows.filter(([, orders]) => orders.every((row) => dayOf(row['placed_at']) < lostBefore));
      return [group, rows.length, revenue, Math.round(revenue / rows.length), lost.length / rows.length];
    });
    const found = (await ask('value-by-group')).map((row) => [
      row['group'],
      row['customers'],
      row['revenue'],
      row['value'],
      row['lost'],
    ]);
    expect(found.toSorted((a, b) => (text(a[0]) < text(b[0]) ? -1 : 1))).toEqual(value);
    const mailboxOf = new Map(
      rowsOf('profiles').map((row) => [text(row['profile_id']), text(row['mailbox_provider'])]),
    );
    const mails = rowsOf('messages').filter(
      (row) => row['channel'] === 'email' && within(dayOf(row['accepted_at'])),
    );
    const share = (rows: readonly ShopRow[], field: string): number =>
      rows.filter((row) => row[field] !== undefined).length / rows.length;
    const delivered = (await ask('deliverability')).map((row) => [
      row['provider'],
      row['sent'],
      row['bounced'],
      row['complaints'],
    ]);
    expect(delivered.toSorted((a, b) => (text(a[0]) < text(b[0]) ? -1 : 1))).toEqual(
      grouped(mails, (row) => mailboxOf.get(text(row['profile_id'])) ?? '').map(([provider, rows]) => [
        provider,
        rows.length,
        share(rows, 'bounced_at'),
        share(rows, 'complained_at'),
      ]),
    );
    const said = rowsOf('consents');
    expect((await ask('list-growth')).map((row) => [row['month'], row['joined'], row['left']])).toEqual(
      grouped(
        said.filter((row) => within(dayOf(row['said_at']))),
        (row) => dayOf(row['said_at']).slice(0, 7),
      ).map(([month, rows]) => [
        month,
        rows.filter((row) => row['status'] === 'granted').length,
        rows.filter((row) => row['status'] === 'withdrawn').length,
      ]),
    );
  });
});
