import type { Checked } from '../../domain/problem.ts';
import { parseWorkspace, type Workspace } from '../../domain/workspace/parse-workspace.ts';
import type { PluginCatalog } from '../../domain/workspace/plugin-catalog.ts';
import { builtInPlugins } from '../../plugins/built-in.ts';
import type { Plugin } from '../../plugins/contract.ts';
import { pluginCatalogOf } from '../../plugins/runtime/catalog.ts';

/** What the checks of a workspace know of the plugins that come with the engine. */
export const pluginCatalog = (): PluginCatalog => pluginCatalogOf(builtInPlugins);

/** Checks the files of a workspace and compiles its messages; every problem at once. */
export const buildWorkspace = (input: {
  files: Readonly<Record<string, string>>;
  /** Those that come with the engine unless given. */
  plugins?: readonly Plugin[];
}): Promise<Checked<Workspace>> =>
  parseWorkspace({ files: input.files, plugins: pluginCatalogOf(input.plugins ?? builtInPlugins) });
