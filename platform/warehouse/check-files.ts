import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';

import { messageOf } from '../../domain/errors.ts';
import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import type { PartState } from '../../domain/warehouse/manifest.ts';
import { literal } from './duck.ts';
import { filesIn, filesOf, type FolderMeans, partsIn } from './files.ts';
import { readManifest } from './manifest-file.ts';

const checkPart = async (input: {
  dir: string;
  state: PartState;
  connection: DuckDBConnection;
}): Promise<readonly string[]> => {
  const { dir, state, connection } = input;
  if (state.file === undefined) return [];
  try {
    const sql = `select count(*) from read_parquet(${literal(join(dir, state.file))})`;
    const count = Number((await connection.runAndReadAll(sql)).getRowsJson()[0]?.[0]);
    return count === state.rows ? [] : [`${state.file} has ${count} rows instead of ${state.rows}.`];
  } catch (thrown) {
    return [`${state.file} cannot be read: ${messageOf(thrown).split('\n')[0] ?? ''}`];
  }
};

/** Makes the check of the files of a tenant; see `WarehouseFolder`. */
export const createCheck =
  ({ dirOf, inTurn, writerOf }: FolderMeans): WarehouseFolder['check'] =>
  async ({ tenant, tables }) => {
    const dir = dirOf(tenant);
    return inTurn(dir, async () => {
      const manifest = await readManifest(dir);
      const connection = await (await writerOf()).connect();
      const troubles: string[] = [];
      for (const table of tables) {
        for (const state of partsIn(manifest, table.name).values()) {
          troubles.push(...(await checkPart({ dir, state, connection })));
        }
      }
      connection.disconnectSync();
      const known = filesOf(manifest);
      for (const file of await filesIn(dir))
        if (!known.has(file)) troubles.push(`${file} is in no manifest.`);
      return troubles;
    });
  };
