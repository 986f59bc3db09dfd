import type { Json } from '../../domain/json.ts';
import type { Problem } from '../../domain/problem.ts';
import type { PluginCatalog, PluginEntry } from '../../domain/workspace/plugin-catalog.ts';
import { checkInput } from './check-input.ts';
import { checkConfig, objectsOf, type RefuseSecret } from './instance-config.ts';
import type { OffPlugin, PluginSet } from './plugin-set.ts';

const offEntry = ({ from, why }: OffPlugin) => ({ actions: undefined, channels: [], off: `${from}: ${why}` });

/** What the checks of a workspace know of plugins, without any secret or server; `refuse` says which variables are not for them. */
export const pluginCatalogOf = (
  registry: PluginSet['plugins'],
  refuse: RefuseSecret = () => undefined,
  off: PluginSet['off'] = [],
): PluginCatalog =>
  new Map<string, PluginEntry>([
    ...off.map((one): [string, PluginEntry] => [one.id, offEntry(one)]),
    ...registry.map((plugin): [string, PluginEntry] => [
      plugin.id,
      {
        actions: Object.keys(plugin.actions),
        channels: Object.values(plugin.actions).flatMap((action) => action.channel ?? []),
        checkInput: ({ action, input }: { action: string; input: Json }): readonly Problem[] => {
          const found = plugin.actions[action];
          return found === undefined ? [] : checkInput({ schema: found.input, action, input });
        },
        checkConfig: (config: unknown): readonly Problem[] => checkConfig({ plugin, config, refuse }),
        objectsOf: (config: unknown) => objectsOf({ plugin, config, refuse }),
      },
    ]),
  ]);
