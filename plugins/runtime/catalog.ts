import type { Json } from '../../domain/json.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Plugin } from '../contract/plugin.ts';
import { checkInput } from './check-input.ts';
import { checkConfig, type RefuseSecret } from './instance-config.ts';

/** What the checks of a workspace know of plugins, without any secret or server; `refuse` says which variables are not for them. */
export const pluginCatalogOf = (registry: readonly Plugin[], refuse: RefuseSecret = () => undefined) =>
  new Map(
    registry.map((plugin) => [
      plugin.id,
      {
        actions: Object.keys(plugin.actions),
        channels: Object.values(plugin.actions).flatMap((action) => action.channel ?? []),
        checkInput: ({ action, input }: { action: string; input: Json }): readonly Problem[] => {
          const found = plugin.actions[action];
          return found === undefined ? [] : checkInput({ schema: found.input, action, input });
        },
        checkConfig: (config: unknown): readonly Problem[] => checkConfig({ plugin, config, refuse }),
      },
    ]),
  );
