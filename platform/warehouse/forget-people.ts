import { randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBInstance } from '@duckdb/node-api';

import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import type { Manifest, PartState } from '../../domain/warehouse/manifest.ts';
import { literal, quoted } from './duck.ts';
import { filesIn, filesOf, type FolderMeans } from './files.ts';
import { readManifest, writeManifest } from './manifest-file.ts';

/** The rows of a file that name none of these people, as a new file; undefined where the file names nobody of them. */
const withoutPeople = async (input: {
  instance: DuckDBInstance;
  path: string;
  to: string;
  profileIds: readonly string[];
}): Promise<{ readonly rows: number; readonly removed: number } | undefined> => {
  const { instance, path, to, profileIds } = input;
  const connection = await instance.connect();
  try {
    const source = `read_parquet(${literal(path)})`;
    const described = await connection.runAndReadAll(`describe select * from ${source}`);
    const persons = described
      .getRowsJson()
      .map(([name]) => String(name))
      .filter((name) => personColumn.test(name));
    if (persons.length === 0) return undefined;
    const ids = `(${profileIds.map(literal).join(', ')})`;
    const named = persons.map((name) => `coalesce(${quoted(name)} in ${ids}, false)`).join(' or ');
    const counted = await connection.runAndReadAll(
      `select count(*) filter (where ${named}), count(*) filter (where not (${named})) from ${source}`,
    );
    const [removed, rows] = (counted.getRowsJson()[0] ?? []).map(Number);
    if (removed === undefined || rows === undefined || removed === 0) return undefined;
    await connection.run(
      `copy (select * from ${source} where not (${named})) to ${literal(to)} (format parquet, compression zstd)`,
    );
    return { rows, removed };
  } finally {
    connection.disconnectSync();
  }
};

/** What columns that name a profile are called in files of any version. */
const personColumn = /(?:^|_)(?:profile_id|now_id|advocate_id|friend_id)$/;

type Table = Manifest['tables'][string];
type Rewriting = {
  readonly dir: string;
  readonly instance: DuckDBInstance;
  readonly profileIds: readonly string[];
};

/** The parts of a table without the people, and how many rows went. */
const rewrite = async (input: Rewriting & { name: string; table: Table }) => {
  const { dir, instance, profileIds, name, table } = input;
  const parts = new Map<string, PartState>(Object.entries(table.parts));
  let removed = 0;
  for (const [part, state] of Object.entries(table.parts)) {
    if (state.file === undefined) continue;
    const file = `${name}/${part}-${randomUUID().slice(0, 12)}.parquet`;
    const to = join(dir, file);
    const left = await withoutPeople({ instance, path: join(dir, state.file), to, profileIds });
    if (left === undefined) continue;
    removed += left.removed;
    const { size } = await stat(to);
    parts.set(part, { file, rows: left.rows, bytes: size, digest: 'rewritten', readAt: state.readAt });
  }
  return { table: { ...table, parts: Object.fromEntries(parts) }, removed };
};

/** Removes files that no manifest names: what a crash left may hold anybody. */
const removeUnknown = async (dir: string, manifest: Manifest): Promise<void> => {
  const known = filesOf(manifest);
  for (const file of await filesIn(dir)) if (!known.has(file)) await rm(join(dir, file), { force: true });
};

const isThere = async (dir: string): Promise<boolean> =>
  stat(dir).then(
    () => true,
    () => false,
  );

/** Makes what removes people from the files of a tenant; see `WarehouseFolder`. */
export const createForget =
  ({ dirOf, inTurn, writerOf }: FolderMeans): WarehouseFolder['forget'] =>
  async ({ tenant, profileIds }) => {
    const dir = dirOf(tenant);
    // A folder that is there may have no file yet, and somebody who writes the first one.
    if (profileIds.length === 0 || !(await isThere(dir))) return 0;
    return inTurn(dir, async (stillMine) => {
      const manifest = await readManifest(dir);
      await stillMine();
      await removeUnknown(dir, manifest);
      const instance = await writerOf();
      const tables = new Map<string, Table>();
      let removed = 0;
      for (const [name, table] of Object.entries(manifest.tables)) {
        const done = await rewrite({ dir, instance, profileIds, name, table });
        tables.set(name, done.table);
        removed += done.removed;
      }
      if (removed === 0) return 0;
      const next: Manifest = { ...manifest, tables: Object.fromEntries(tables) };
      await stillMine();
      await writeManifest(dir, next);
      await removeUnknown(dir, next);
      return removed;
    });
  };
