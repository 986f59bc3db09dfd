import { own } from '../../domain/json.ts';
import type { Problem } from '../../domain/problem.ts';
import type { ActionInput, PluginCatalog, PluginEntry } from '../../domain/workspace/plugin-catalog.ts';
import { versionOf, versionsOf } from '../contract/actions/action.ts';
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
        versionsOf: (action: string): readonly number[] => {
          const found = own(plugin.actions, action);
          return found === undefined ? [] : versionsOf(found);
        },
        checkInput: ({ action, version, input }: ActionInput): readonly Problem[] => {
          if (plugin.checkInput !== undefined) return plugin.checkInput({ action, version, input });
          const newest = own(plugin.actions, action);
          const found = newest === undefined ? undefined : versionOf(newest, version);
          return found === undefined ? [] : checkInput({ schema: found.input, action, input });
        },
        checkConfig: (config: unknown): readonly Problem[] => checkConfig({ plugin, config, refuse }),
        objectsOf: (config: unknown) => objectsOf({ plugin, config, refuse }),
      },
    ]),
  ]);
