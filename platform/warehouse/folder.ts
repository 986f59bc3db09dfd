import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBInstance } from '@duckdb/node-api';

import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import { signatureOf } from '../../domain/warehouse/shape.ts';
import { createCheck } from './check-files.ts';
import { openDuck } from './duck.ts';
import { filesOf, partsIn, withParts } from './files.ts';
import { createForget } from './forget-people.ts';
import { readManifest, writeManifest } from './manifest-file.ts';
import { createQueries } from './queries.ts';
import { createStoreRows } from './store-rows.ts';
import { createTenantLock } from './tenant-lock.ts';

/**
 * Opens the folder of the warehouse: a folder for each tenant with a manifest, and a Parquet file for each part of each
 * table. A file is written beside and renamed, then the manifest names it, then the one before goes.
 */
export const createWarehouseFolder = (deps: { dir: string }): WarehouseFolder => {
  const dirOf = (tenant: string): string => join(deps.dir, encodeURIComponent(tenant));
  const inTurn = createTenantLock();
  const queries = createQueries({ dirOf });
  let writer: Promise<DuckDBInstance> | undefined;
  // Of this process alone, and never the folder of a tenant, whose name begins with a letter.
  const temp = join(deps.dir, '.temp', randomUUID());
  const writerOf = (): Promise<DuckDBInstance> => (writer ??= openDuck({ memory: '512MB', temp }));

  const store = createStoreRows({ dirOf, writerOf });

  const write: WarehouseFolder['write'] = (input) => {
    const { tenant, table, part } = input;
    const dir = dirOf(tenant);
    return inTurn(dir, async (stillMine) => {
      const manifest = await readManifest(dir);
      const parts = new Map(partsIn(manifest, table.name));
      const isSame =
        new Map(Object.entries(manifest.tables)).get(table.name)?.signature === signatureOf(table);
      if (!isSame) parts.clear();
      const { isNew, ...state } = await store({ ...input, known: parts.get(part) });
      for (const former of input.replaces([...parts.keys()])) parts.delete(former);
      parts.set(part, state);
      const next = input.change(withParts(manifest, table, Object.fromEntries(parts)));
      await stillMine();
      await writeManifest(dir, next);
      const kept = filesOf(next);
      for (const file of filesOf(manifest)) if (!kept.has(file)) await rm(join(dir, file), { force: true });
      return { ...state, isNew };
    });
  };

  return {
    manifest: (tenant) => readManifest(dirOf(tenant)),
    change: ({ tenant, change }) =>
      inTurn(dirOf(tenant), async (stillMine) => {
        const next = change(await readManifest(dirOf(tenant)));
        await stillMine();
        await writeManifest(dirOf(tenant), next);
        return next;
      }),
    write,
    forget: createForget({ dirOf, inTurn, writerOf }),
    query: queries.query,
    check: createCheck({ dirOf, inTurn, writerOf }),
    close: async () => {
      queries.close();
      const opened = await writer?.catch(() => undefined);
      opened?.closeSync();
      writer = undefined;
      await rm(temp, { recursive: true, force: true });
    },
  };
};
