import { randomUUID } from 'node:crypto';
import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { PartToWrite } from '../../domain/warehouse/folder.ts';
import type { PartState } from '../../domain/warehouse/manifest.ts';
import { signatureOf } from '../../domain/warehouse/shape.ts';
import { fillTable, literal, quoted } from './duck.ts';
import type { FolderMeans } from './files.ts';
import { createDigest } from './rows-digest.ts';

/** Makes what writes the rows of a part as a file, unless the file that is there holds the same; no file without rows. */
export const createStoreRows =
  ({ dirOf, writerOf }: Pick<FolderMeans, 'dirOf' | 'writerOf'>) =>
  async (
    input: PartToWrite & { known: PartState | undefined },
  ): Promise<PartState & { readonly isNew: boolean }> => {
    const { tenant, table, part, readAt, known } = input;
    const dir = dirOf(tenant);
    const connection = await (await writerOf()).connect();
    const name = `rows_${randomUUID()}`;
    const digestOf = createDigest(signatureOf(table));
    try {
      const { columns } = table;
      const rows = await fillTable({ connection, name, columns, rows: input.rows, onRow: digestOf.add });
      const digest = digestOf.hex();
      if (known?.digest === digest) return { ...known, readAt, isNew: false };
      if (rows === 0) return { rows, bytes: 0, digest, readAt, isNew: known?.file !== undefined };
      await mkdir(join(dir, table.name), { recursive: true, mode: 0o700 });
      const file = `${table.name}/${part}-${digest.slice(0, 12)}.parquet`;
      const temporary = join(dir, table.name, `.${randomUUID()}.tmp`);
      await connection.run(
        `copy ${quoted(name)} to ${literal(temporary)} (format parquet, compression zstd)`,
      );
      await rename(temporary, join(dir, file));
      const { size } = await stat(join(dir, file));
      return { file, rows, bytes: size, digest, readAt, isNew: true };
    } finally {
      await connection.run(`drop table if exists ${quoted(name)}`);
      connection.disconnectSync();
    }
  };
