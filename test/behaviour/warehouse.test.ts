import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import { warehouseTables } from '../../engine/warehouse/store/tables.ts';
import { createWarehouseFolder } from '../../platform/warehouse/folder.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const start = Date.parse('2026-03-10T12:00:00Z');

let dir: string;
let folder: WarehouseFolder;
let engine: TestedEngine;
let api: AdminClient;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ciclo-warehouse-'));
  folder = createWarehouseFolder({ dir });
  engine = await startMemoryEngine({
    start,
    warehouseFolder: folder,
    files: (tenant) => shopFiles({ tenant, files: {} }),
  });
  api = adminClient(engine);
});
afterAll(async () => {
  await engine.close();
  await folder.close();
  await rm(dir, { recursive: true, force: true });
});

const buy = (userId: string, orderId: string, more: object = {}) =>
  engine.track(userId, 'Order Completed', {
    order_id: orderId,
    currency: 'EUR',
    revenue: 30,
    discount: 2,
    products: [
      { product_id: 'tea', category: 'drinks', quantity: 2, price: 10, cost: 4 },
      { product_id: 'cup', category: 'kitchen', quantity: 1, price: 12, cost: 6 },
    ],
    ...more,
  });

const ask = async (sql: string) =>
  (await folder.query({ tenant: engine.tenant, tables: warehouseTables, sql, limit: 1000 })).rows;

const stateSchema = z.looseObject({
  partsToGo: z.int(),
  tables: z.array(z.looseObject({ name: z.string(), rows: z.int(), files: z.int() })),
});
/** Brings the files up to date; the rows of each table. */
const exported = async (full = false): Promise<ReadonlyMap<string, number>> => {
  expect((await api.call('POST', '/api/warehouse/exports', { full })).status).toBe(202);
  const { partsToGo, tables } = stateSchema.parse((await api.call('GET', '/api/warehouse')).body);
  expect(partsToGo).toBe(0);
  return new Map(tables.map(({ name, rows }) => [name, rows]));
};
const filesNow = async (): Promise<string> =>
  JSON.stringify((await folder.manifest(engine.tenant)).tables, (key, value: unknown) =>
    key === 'readAt' ? undefined : value,
  );

it('holds what happened, with amounts that add up, and nothing that names a person', async () => {
  await engine.customer('ana', { email: 'ana.lopez@gmail.com', name: 'Ana López' });
  await engine.customer('ben', { email: 'ben@example.test' });
  await buy('ana', 'o1');
  await buy('ben', 'o2');
  const rows = await exported();
  expect(rows.get('orders')).toBe(2);
  expect(rows.get('order_lines')).toBe(4);
  expect(rows.get('profiles')).toBe(2);
  expect(await ask('select order_id, revenue, discount, goods_cost from orders order by 1')).toEqual([
    ['o1', 3000, 200, 1400],
    ['o2', 3000, 200, 1400],
  ]);
  expect(await ask('select sum(revenue)::bigint from order_lines')).toEqual([[6000]]);
  expect(await ask('select mailbox_provider from profiles order by 1')).toEqual([['Gmail'], ['other']]);
  for (const { name } of warehouseTables) {
    expect(JSON.stringify(await ask(`select * from "${name}"`))).not.toMatch(/lopez|example\.test|López/i);
  }
});

it('takes in what came since, and writes nothing where nothing did', async () => {
  const before = await filesNow();
  await exported(true);
  expect(await filesNow()).toBe(before);
  await engine.track('ana', 'Order Refunded', { order_id: 'o1', currency: 'EUR', revenue: 10 });
  await exported();
  expect(await ask("select revenue, refunded from orders where order_id = 'o1'")).toEqual([[2000, 1000]]);
  expect(await ask("select sum(revenue)::bigint from order_lines where order_id = 'o1'")).toEqual([[2000]]);
});

it('a refund of an order of long ago is in the next export, and a crash loses no part', async () => {
  await engine.days(120);
  await buy('ben', 'o3');
  await exported();
  await engine.track('ben', 'Order Refunded', { order_id: 'o2', currency: 'EUR', revenue: 5 });
  await engine.engine.exportWarehouse.begin({ tenant: engine.tenant, isFull: false });
  await engine.engine.exportWarehouse.step(engine.tenant);
  // Another process goes on where this one ended.
  const other = createWarehouseFolder({ dir });
  expect((await other.manifest(engine.tenant)).pass?.todo.length).toBeGreaterThan(0);
  await other.close();
  while (await engine.engine.exportWarehouse.step(engine.tenant));
  expect(await ask("select refunded from orders where order_id = 'o2'")).toEqual([[500]]);
});

it('an erased person is gone from every file, also where another process had them', async () => {
  const ana = await engine.profileId('ana');
  const named = warehouseTables.flatMap(({ name, columns }) =>
    columns.flatMap((column) =>
      column.isPerson === true ? [`select "${column.name}" as id from "${name}"`] : [],
    ),
  );
  const count = `select count(*) from (${named.join(' union all ')}) where id = '${ana}'`;
  expect(await ask(count)).not.toEqual([[0]]);
  const erased = await api.call('DELETE', `/api/profiles/${ana}`);
  expect(erased.body).toMatchObject({ removed: { warehouse: expect.any(Number) } });
  expect(await ask(count)).toEqual([[0]]);
  await exported(true);
  expect(await ask(count)).toEqual([[0]]);
  expect(await api.call('POST', '/api/warehouse/check')).toMatchObject({
    body: { troubles: [], removed: 0 },
  });
});
