import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CicloError } from '../../domain/errors.ts';
import type { Say } from '../../platform/say.ts';
import { runImport } from '../commands/transfer/import-file.ts';
import type { EngineClient } from '../engine-client.ts';
import { dayOf } from './day-of.ts';
import { fill } from './fill.ts';

/** Imports rows of a CSV file as `ciclo import` does. Texts hold days such as `{{40 days ago}}`. */
export const bringIn = async (input: {
  kind: string;
  rows: readonly string[];
  client: EngineClient;
  say: Say;
  now: number;
  zone: string;
}): Promise<void> => {
  const { kind, rows, client, say, now, zone } = input;
  const folder = await mkdtemp(join(tmpdir(), 'ciclo-demo-'));
  try {
    const file = join(folder, `${kind}.csv`);
    await writeFile(file, String(fill(rows.join('\n'), (name) => dayOf({ name, now, zone }))));
    const code = await runImport({ kind, file, options: { map: [] }, client, say });
    if (code !== 0) throw new CicloError({ code: 'internal', message: `Rows of ${kind} were refused.` });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
