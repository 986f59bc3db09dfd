import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

import { type Manifest, manifestSchema, type PartState } from '../../domain/warehouse/manifest.ts';
import { warehouseTables } from '../../engine/warehouse/store/tables.ts';

/** The columns that tell one shop's rows from those of another. */
const idsOf = (table: string): readonly string[] =>
  (warehouseTables.find(({ name }) => name === table)?.columns ?? []).flatMap(({ name }) =>
    name.endsWith('_id') && name !== 'product_id' ? [name] : [],
  );

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * Writes the warehouse of a tenant that has the rows of another so many times, under other ids: files of the same parts, larger.
 * Answers how many rows it has.
 */
export const multiplyShop = async (input: {
  dir: string;
  from: string;
  to: string;
  times: number;
}): Promise<number> => {
  const { dir, from, to, times } = input;
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(dir, from, 'manifest.json'), 'utf8')));
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '2GB' });
  const connection = await instance.connect();
  let rows = 0;
  const tables = new Map<string, Manifest['tables'][string]>();
  for (const [table, { signature, parts }] of Object.entries(manifest.tables)) {
    const replaced = idsOf(table).map((name) => `"${name}" || '-' || shop.k as "${name}"`);
    const columns = replaced.length === 0 ? 't.*' : `t.* replace (${replaced.join(', ')})`;
    const next = new Map<string, PartState>();
    for (const [name, part] of Object.entries(parts)) {
      next.set(name, part);
      if (part.file === undefined) continue;
      const [source, target] = [join(dir, from, part.file), join(dir, to, part.file)];
      await mkdir(dirname(target), { recursive: true });
      await connection.run(
        `copy (select ${columns} from read_parquet(${literal(source)}) t, range(${times}) shop(k)) to ${literal(target)} (format parquet, compression zstd)`,
      );
      next.set(name, { ...part, rows: part.rows * times, bytes: (await stat(target)).size });
      rows += part.rows * times;
    }
    tables.set(table, { signature, parts: Object.fromEntries(next) });
  }
  await writeFile(
    join(dir, to, 'manifest.json'),
    JSON.stringify({ ...manifest, tables: Object.fromEntries(tables) }),
  );
  connection.disconnectSync();
  instance.closeSync();
  return rows;
};
