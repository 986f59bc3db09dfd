import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import type { TableShape } from '../../domain/warehouse/shape.ts';
import { createWarehouseFolder } from '../../platform/warehouse/folder.ts';
import { createMemoryStores } from '../../server/stores/memory-stores.ts';
import { createFollowErasures } from './follow-erasures.ts';

const table: TableShape = {
  name: 'visits',
  about: 'A visit.',
  grain: 'month',
  columns: [
    { name: 'profile_id', type: 'text', about: 'Who.', isPerson: true },
    { name: 'pages', type: 'integer', about: 'How many pages.' },
  ],
};
const minute = 60_000;
const start = Date.UTC(2026, 2, 1);

const { audit } = createMemoryStores();
const opened: WarehouseFolder[] = [];
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ciclo-erasures-'));
});
afterAll(async () => {
  await Promise.all(opened.map((folder) => folder.close()));
  await rm(dir, { recursive: true, force: true });
});

/** A machine with a folder of its own, on the stores that all share. */
const machine = (name: string) => {
  const folder = createWarehouseFolder({ dir: join(dir, name) });
  opened.push(folder);
  let now = start;
  const follow = createFollowErasures({ warehouseFolder: folder, audit, systemTime: () => now });
  const write = async (tenant: string, ids: readonly string[], part = '2026-01') => {
    await folder.write({
      tenant,
      table,
      part,
      rows: (async function* () {
        for (const id of ids) yield [id, 1];
      })(),
      readAt: 1,
      replaces: () => [],
      change: (manifest) => manifest,
    });
  };
  const people = async (tenant: string) => {
    const sql = 'select distinct profile_id from visits order by 1';
    return (await folder.query({ tenant, tables: [table], sql, limit: 100 })).rows.flat();
  };
  return { folder, follow, write, people, setTime: (at: number) => (now = at) };
};

const erased = (tenant: string, subject: string, at: number) =>
  audit.append({
    tenant,
    at,
    actor: { kind: 'engine', id: 'privacy' },
    action: 'profile.erase',
    subject,
    once: `${tenant}:${subject}`,
  });

it('every folder loses anyone who another machine erased, also one that starts later, and nobody else', async () => {
  const [one, two] = [machine('one'), machine('two')];
  for (const each of [one, two]) {
    await each.write('shop', ['ana', 'ben', 'eva']);
    await each.write('shop', ['ana', 'eva'], '2026-02');
    await each.write('other', ['ana']);
  }
  await erased('shop', 'ana', start);
  expect(await one.follow('shop')).toBe(true);
  expect(await one.people('shop')).toEqual(['ben', 'eva']);
  expect(await one.follow('shop')).toBe(false);
  await erased('shop', 'ben', start + 1);
  two.setTime(start + 3 * minute);
  expect(await two.follow('shop')).toBe(true);
  expect(await two.people('shop')).toEqual(['eva']);
  expect(await one.follow('shop')).toBe(true);
  expect(await one.people('shop')).toEqual(['eva']);
  expect(await one.follow('other')).toBe(false);
  expect(await one.people('other')).toEqual(['ana']);
});

it('a part that was read before an erasure and written after it loses the person when nothing is under way any more', async () => {
  const late = machine('late');
  await late.write('late', ['ben']);
  await erased('late', 'ana', start);
  expect(await late.follow('late')).toBe(true);
  await late.write('late', ['ana', 'ben'], '2026-02');
  late.setTime(start + 10 * minute);
  expect(await late.follow('late')).toBe(false);
  late.setTime(start + 16 * minute);
  expect(await late.follow('late')).toBe(true);
  expect(await late.people('late')).toEqual(['ben']);
  late.setTime(start + 60 * minute);
  expect(await late.follow('late')).toBe(false);
});

it('a machine whose clock is behind is heard as well, and two that share a folder follow together', async () => {
  const [one, two] = [machine('shared'), machine('shared')];
  await one.write('skewed', ['ana', 'ben', 'eva']);
  await erased('skewed', 'ana', start);
  await Promise.all([one.follow('skewed'), two.follow('skewed')]);
  await erased('skewed', 'ben', start - 2 * minute);
  for (const each of [one, two]) each.setTime(start + 20 * minute);
  await Promise.all([one.follow('skewed'), two.follow('skewed')]);
  expect(await two.people('skewed')).toEqual(['eva']);
});
