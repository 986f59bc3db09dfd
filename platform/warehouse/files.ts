import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBInstance } from '@duckdb/node-api';

import type { Manifest, PartState } from '../../domain/warehouse/manifest.ts';
import { signatureOf, type TableShape } from '../../domain/warehouse/shape.ts';
import type { Act } from './tenant-lock.ts';

/** What works on the files of tenants is handed. */
export type FolderMeans = {
  readonly dirOf: (tenant: string) => string;
  readonly inTurn: <T>(dir: string, act: Act<T>) => Promise<T>;
  readonly writerOf: () => Promise<DuckDBInstance>;
};

type Parts = Manifest['tables'][string]['parts'];

/** The parts of a table, by name. */
export const partsIn = (manifest: Manifest, table: string): ReadonlyMap<string, PartState> =>
  new Map(Object.entries(new Map(Object.entries(manifest.tables)).get(table)?.parts ?? {}));

/** The manifest with other parts of a table. */
export const withParts = (manifest: Manifest, table: TableShape, parts: Parts): Manifest => {
  const tables = new Map(Object.entries(manifest.tables));
  tables.set(table.name, { signature: signatureOf(table), parts });
  return { ...manifest, tables: Object.fromEntries(tables) };
};

/** Every file that a manifest names. */
export const filesOf = (manifest: Manifest): ReadonlySet<string> =>
  new Set(
    Object.values(manifest.tables).flatMap(({ parts }) =>
      Object.values(parts).flatMap(({ file }) => file ?? []),
    ),
  );

/** Files of rows below the folder of a tenant, with those that were not finished. */
export const filesIn = async (dir: string): Promise<readonly string[]> => {
  const found = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name).slice(dir.length + 1);
    return entry.isFile() && /\.(?:parquet|tmp)$/.test(path) ? [path] : [];
  });
};
