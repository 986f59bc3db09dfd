import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { builtInPlugins } from '../../plugins/built-in.ts';
import type { OffPlugin, PluginSet } from '../../plugins/runtime/plugin-set.ts';
import { type ApartOptions, loadApart, type LoadedApart } from './apart/load-apart.ts';
import { findPlugins, type FoundPlugin } from './find-plugins.ts';

/** Loads a plugin that was found into a thread and holds it to the contract. Never rejects. */
const loadPlugin = async (
  input: { readonly dir: string; readonly found: FoundPlugin } & ApartOptions,
): Promise<LoadedApart> => {
  const { found, ...options } = input;
  const { id, entry } = found;
  if (entry === undefined) return { ok: false, why: `It has no \`${id}.ts\`, \`${id}.js\` or \`index.js\`.` };
  const read = await loadApart({ ...options, id, entry });
  if (!read.ok || read.plugin.id === id) return read;
  await read.close();
  return { ok: false, why: `Its id is \`${read.plugin.id}\`, and it has to be \`${id}\`.` };
};

const settingsOf = async (dir: string): Promise<string> => {
  try {
    return await readFile(join(dir, 'ciclo.json'), 'utf8');
  } catch {
    // A folder without settings is told of when the workspace is read.
    return '{}';
  }
};

/**
 * The plugins of an engine: those that come with it, those of the folder of its workspace, and the packages that its settings name. One
 * that cannot be used is off, with the reason, and takes no other along. Those that do not come with the engine run in threads of their own.
 */
export const loadPlugins = async (input: { readonly dir: string } & ApartOptions): Promise<PluginSet> => {
  const { dir } = input;
  const found = await findPlugins({ dir, settings: await settingsOf(dir) });
  const taken = new Set(builtInPlugins.map(({ id }) => id));
  const plugins = [...builtInPlugins];
  const off: OffPlugin[] = [];
  const closes: (() => Promise<void>)[] = [];
  const loaded = await Promise.all(
    found.map(async (one) => ({ ...one, read: await loadPlugin({ ...input, found: one }) })),
  );
  for (const { id, from, read } of loaded) {
    if (read.ok) closes.push(read.close);
    if (taken.has(id))
      off.push({ id, from, why: `There is a plugin \`${id}\` already. Give it another id.` });
    else if (read.ok) plugins.push(read.plugin);
    else off.push({ id, from, why: read.why });
    taken.add(id);
  }
  return {
    plugins,
    off,
    close: async () => {
      await Promise.all(closes.map((close) => close()));
    },
  };
};
