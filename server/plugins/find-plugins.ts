import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { readJsonDocument } from '../../domain/documents/json-document.ts';
import { isObject } from '../../domain/json.ts';
import { packageSchema } from '../../domain/workspace/tenant-settings.ts';
import { entryIn } from './plugin-entry.ts';

/** A plugin that a workspace brings: the id it must have, and its first file or its package; neither where the folder has none. */
export type FoundPlugin = { readonly id: string; readonly from: string; readonly entry: string | undefined };

const inFolder = async (dir: string): Promise<readonly FoundPlugin[]> => {
  const folder = join(dir, 'plugins');
  const entries = existsSync(folder) ? await readdir(folder, { withFileTypes: true }) : [];
  return entries
    .filter((one) => one.isDirectory() && !one.name.startsWith('.') && one.name !== 'node_modules')
    .map(({ name: id }) => ({ id, from: `plugins/${id}`, entry: entryIn(join(folder, id)) }));
};

const namedIn = (settings: string): readonly FoundPlugin[] => {
  const read = readJsonDocument({ text: settings, file: 'ciclo.json' });
  const value: unknown = read.ok ? read.value.value : undefined;
  const plugins = isObject(value) && isObject(value['plugins']) ? Object.values(value['plugins']) : [];
  const named = plugins.flatMap((one): readonly FoundPlugin[] => {
    if (!isObject(one)) return [];
    const { use: id } = one;
    // What is no name of a package is told when the workspace is checked.
    const from = packageSchema.safeParse(one['package']).data;
    return typeof id !== 'string' || from === undefined ? [] : [{ id, from, entry: from }];
  });
  return [...new Map(named.map((one) => [`${one.id} ${one.from}`, one])).values()];
};

/** The plugins that a workspace brings: each folder in `plugins/`, and each package that an instance in `ciclo.json` names. */
export const findPlugins = async (input: {
  dir: string;
  /** The text of `ciclo.json`. */
  settings: string;
}): Promise<readonly FoundPlugin[]> => [...(await inFolder(input.dir)), ...namedIn(input.settings)];
