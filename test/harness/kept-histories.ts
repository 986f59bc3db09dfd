import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

import { Worker } from '@temporalio/worker';

import type { JsonObject } from '../../domain/json.ts';
import { loadConfig } from '../../platform/config.ts';
import { workflowBundle } from '../../platform/workflow-bundle.ts';
import { toHistory } from './record-history.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'histories');

/** A history of a real run, by the shape its workflow had and what happened in it. */
export type KeptHistory = { readonly shape: string; readonly name: string; readonly history: JsonObject };

const read = async (path: string): Promise<JsonObject> => {
  const bytes = await readFile(path);
  const history: JsonObject = JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  return history;
};

/** Every history that is kept. */
export const keptHistories = async (): Promise<readonly KeptHistory[]> => {
  const files = (await readdir(folder, { recursive: true })).filter((name) => /\.json(\.gz)?$/.test(name));
  return Promise.all(
    files.toSorted().map(async (file) => ({
      shape: dirname(file),
      name: basename(file).replace(/\.json(\.gz)?$/, ''),
      history: await read(join(folder, file)),
    })),
  );
};

/** A history is kept as plain JSON, a long one packed. */
const plainMax = 200_000;

/** Keeps a history. */
export const keepHistory = async ({ shape, name, history }: KeptHistory): Promise<void> => {
  const text = `${JSON.stringify(history, undefined, 1)}\n`;
  const path = join(folder, shape, `${name}.json`);
  await mkdir(dirname(path), { recursive: true });
  if (text.length <= plainMax) await writeFile(path, text);
  else await writeFile(`${path}.gz`, gzipSync(JSON.stringify(history), { level: 9 }));
};

/** Replays a history on the workflow as it is now; throws when it would do something else. */
export const replay = async (history: JsonObject): Promise<void> => {
  const { toolsDir } = loadConfig({});
  await Worker.runReplayHistory(
    {
      workflowBundle: await workflowBundle({
        toolsDir: toolsDir === '' ? join(tmpdir(), 'ciclo-tools') : toolsDir,
      }),
    },
    toHistory(history),
  );
};
