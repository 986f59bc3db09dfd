import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { messageOf } from '../../domain/errors.ts';
import type { Log } from '../../platform/log.ts';
import { importPluginCode } from '../../platform/plugin-code/import-code.ts';
import type { StrayErrors } from '../../platform/stray-errors.ts';
import { builtInPlugins } from '../../plugins/built-in.ts';
import type { OffPlugin, PluginSet } from '../../plugins/runtime/plugin-set.ts';
import { readPlugin, type ReadPlugin } from '../../plugins/runtime/read-plugin.ts';
import { findPlugins, type FoundPlugin } from './find-plugins.ts';

const usualLimitMs = 30_000;

/** Imports a plugin that was found and holds it to the contract. Never rejects. */
export const loadPlugin = async (input: {
  dir: string;
  found: FoundPlugin;
  limitMs?: number;
}): Promise<ReadPlugin> => {
  const { dir, found, limitMs = usualLimitMs } = input;
  const { id, entry } = found;
  if (entry === undefined) return { ok: false, why: `It has no \`${id}.ts\`, \`${id}.js\` or \`index.js\`.` };
  const imported = await importPluginCode({ dir, entry, limitMs });
  if (!imported.ok) return imported;
  const read = readPlugin(imported.module);
  if (!read.ok || read.plugin.id === id) return read;
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
 * that cannot be used is off, with the reason, and takes no other along. Runs their code: only for a folder of the operator's.
 */
export const loadPlugins = async (input: { dir: string; limitMs?: number }): Promise<PluginSet> => {
  const { dir, limitMs } = input;
  const found = await findPlugins({ dir, settings: await settingsOf(dir) });
  const taken = new Set(builtInPlugins.map(({ id }) => id));
  const plugins = [...builtInPlugins];
  const off: OffPlugin[] = [];
  const limit = limitMs === undefined ? {} : { limitMs };
  const loaded = await Promise.all(
    found.map(async (one) => ({ ...one, read: await loadPlugin({ dir, found: one, ...limit }) })),
  );
  for (const { id, from, read } of loaded) {
    if (taken.has(id))
      off.push({ id, from, why: `There is a plugin \`${id}\` already. Give it another id.` });
    else if (read.ok) plugins.push(read.plugin);
    else off.push({ id, from, why: read.why });
    taken.add(id);
  }
  return { plugins, off };
};

/** The same in a process that handles what nothing waits for: what the files leave behind is logged, and ends nothing. */
export const loadPluginsGuarded = (input: {
  dir: string;
  log: Log;
  strays?: StrayErrors | undefined;
}): Promise<PluginSet> => {
  const { dir, log, strays } = input;
  const owner = (thrown: unknown): void =>
    log.error(
      { code: 'plugin-misbehaved', error: messageOf(thrown) },
      'A plugin of the workspace threw an error that nothing waits for.',
    );
  return strays === undefined ? loadPlugins({ dir }) : strays.within(owner, () => loadPlugins({ dir }));
};
