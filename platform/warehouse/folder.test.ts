import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import type { Cell, TableShape } from '../../domain/warehouse/shape.ts';
import { takeLock } from '../lock-file.ts';
import { createWarehouseFolder } from './folder.ts';

const table: TableShape = {
  name: 'visits',
  about: 'A visit.',
  grain: 'month',
  columns: [
    { name: 'profile_id', type: 'text', about: 'Who.', isPerson: true },
    { name: 'pages', type: 'integer', about: 'How many pages.' },
    { name: 'at', type: 'time', about: 'When.' },
  ],
};
const aliases: TableShape = {
  name: 'aliases',
  about: 'A merged profile.',
  grain: 'whole',
  columns: [
    { name: 'profile_id', type: 'text', about: 'Who.', isPerson: true },
    { name: 'now_id', type: 'text', about: 'Who now.', isPerson: true },
  ],
};
const tables = [table, aliases];

async function* of(rows: readonly (readonly Cell[])[]): AsyncGenerator<readonly Cell[]> {
  yield* rows;
}

let dir: string;
let folder: WarehouseFolder;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ciclo-warehouse-'));
  folder = createWarehouseFolder({ dir });
});
afterAll(async () => {
  await folder.close();
  await rm(dir, { recursive: true, force: true });
});

const write = (input: {
  tenant: string;
  rows: readonly (readonly Cell[])[];
  part?: string;
  to?: TableShape;
}) =>
  folder.write({
    tenant: input.tenant,
    table: input.to ?? table,
    part: input.part ?? '2026-01',
    rows: of(input.rows),
    readAt: 1,
    replaces: () => [],
    change: (manifest) => manifest,
  });
const ask = async (tenant: string, sql: string): Promise<unknown> =>
  (await folder.query({ tenant, tables, sql, limit: 100 })).rows;

it('writes a file only when rows changed, whatever their order', async () => {
  const rows = [
    ['p1', 3, Date.parse('2026-01-05T10:00:00Z')],
    ['p2', undefined, undefined],
  ];
  expect(await write({ tenant: 'once', rows })).toMatchObject({ rows: 2, isNew: true });
  expect(await write({ tenant: 'once', rows: rows.toReversed() })).toMatchObject({ rows: 2, isNew: false });
  expect(await write({ tenant: 'once', rows: rows.slice(0, 1) })).toMatchObject({ rows: 1, isNew: true });
  expect(await readdir(join(dir, 'once', 'visits'))).toHaveLength(1);
  expect(await ask('once', 'select * from visits')).toEqual([['p1', 3, '2026-01-05T10:00:00Z']]);
});

it('removes a person from every file, and what a crash left', async () => {
  await write({
    tenant: 'erased',
    rows: [
      ['p1', 1, 0],
      ['p2', 2, 0],
    ],
  });
  await write({ tenant: 'erased', part: '2026-02', rows: [['p2', 4, 0]] });
  await writeFile(join(dir, 'erased', 'visits', '.left.tmp'), 'p1');
  expect(await folder.forget({ tenant: 'erased', profileIds: ['p1', 'nobody'] })).toBe(1);
  expect(await ask('erased', 'select profile_id, pages from visits order by pages')).toEqual([
    ['p2', 2],
    ['p2', 4],
  ]);
  expect(await readdir(join(dir, 'erased', 'visits'))).toHaveLength(2);
  expect(await folder.check({ tenant: 'erased', tables })).toEqual([]);
});

it('readers see anyone who was merged as the profile that stayed', async () => {
  await write({
    tenant: 'merged',
    rows: [
      ['p1', 1, 0],
      ['p2', 2, 0],
      ['p4', 8, 0],
    ],
  });
  await write({
    tenant: 'merged',
    part: 'all',
    to: aliases,
    rows: [
      ['p1', 'p2'],
      ['p2', 'p3'],
    ],
  });
  const sql = 'select profile_id, sum(pages)::bigint from visits group by 1 order by 1';
  expect(await ask('merged', sql)).toEqual([
    ['p3', 3],
    ['p4', 8],
  ]);
});

it('a query reads the files of its tenant, and nothing else', async () => {
  await write({ tenant: 'one', rows: [['p1', 1, 0]] });
  await write({ tenant: 'two', rows: [['secret', 1, 0]] });
  const refused = [
    `select * from read_parquet('${join(dir, 'two')}/visits/*.parquet')`,
    `select * from read_csv('/etc/passwd')`,
    `copy visits to '${join(dir, 'one')}/stolen.csv'`,
    'set enable_external_access = true',
    `attach '${join(dir, 'x.db')}'`,
    'create table x as select 1',
    'install httpfs',
    "select * from read_parquet('https://example.com/x.parquet')",
    'select 1; select 2',
    'select nonsense',
  ];
  for (const sql of refused) {
    const thrown = await ask('one', sql).then(
      () => 'answered',
      (error: unknown) => error,
    );
    expect(thrown, sql).toMatchObject({ code: 'invalid-input' });
  }
  expect(await ask('one', 'select profile_id from visits')).toEqual([['p1']]);
  expect(await ask('nobody', 'select count(*) from visits')).toEqual([[0]]);
});

it('the check names files that are broken, missing or unknown', async () => {
  await write({ tenant: 'broken', rows: [['p1', 1, 0]] });
  await write({ tenant: 'broken', part: '2026-02', rows: [['p1', 2, 0]] });
  const [first = '', second = ''] = await readdir(join(dir, 'broken', 'visits'));
  await writeFile(join(dir, 'broken', 'visits', first), 'nonsense');
  await rm(join(dir, 'broken', 'visits', second));
  await writeFile(join(dir, 'broken', 'visits', 'stranger.parquet'), '');
  const troubles = await folder.check({ tenant: 'broken', tables });
  expect(troubles).toHaveLength(3);
  expect(troubles.at(-1)).toBe('visits/stranger.parquet is in no manifest.');
});

it('the lock of another machine holds while it is renewed, and is taken over when it is not', async () => {
  const path = join(dir, 'shared.lock');
  const holder = { pid: process.pid, place: 'another-machine', what: 'the warehouse', since: 'today' };
  await writeFile(path, JSON.stringify(holder));
  const take = () => takeLock({ path, what: 'the warehouse', isShared: true });
  expect(await take()).toMatchObject({ taken: false, holder: { place: 'another-machine' } });
  const longAgo = new Date(Date.now() - 120_000);
  await utimes(path, longAgo, longAgo);
  const mine = await take();
  if (!mine.taken) throw new TypeError('not taken');
  expect(await mine.isHeld()).toBe(true);
  expect(await take()).toMatchObject({ taken: false, holder: { pid: process.pid } });
  await writeFile(path, JSON.stringify(holder));
  expect(await mine.isHeld()).toBe(false);
  await mine.release();
  expect(await readFile(path, 'utf8')).toContain('another-machine');
});

const newGate = () => {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
};

it('who erases before the first file is there waits for anyone who writes it', async () => {
  const [started, gate] = [newGate(), newGate()];
  const rows = async function* (): AsyncGenerator<readonly Cell[]> {
    yield ['p1', 1, 0];
    started.open();
    await gate.passed;
    yield ['p2', 1, 0];
  };
  const part = { tenant: 'first', table, part: '2026-01', readAt: 1, replaces: () => [] };
  const written = folder.write({ ...part, rows: rows(), change: (manifest) => manifest });
  await started.passed;
  const beside = createWarehouseFolder({ dir });
  const forgotten = beside.forget({ tenant: 'first', profileIds: ['p1'] });
  gate.open();
  await written;
  expect(await forgotten).toBe(1);
  expect(await ask('first', 'select profile_id from visits')).toEqual([['p2']]);
  await beside.close();
});
