import type { Problem } from '../../domain/problem.ts';
import type { Plugin } from '../contract/plugin.ts';
import { checkConfig } from './instance-config.ts';

/** What the checks of a workspace know of plugins, without any secret or server. */
export const pluginCatalogOf = (registry: readonly Plugin[]) =>
  new Map(
    registry.map((plugin) => [
      plugin.id,
      {
        actions: Object.keys(plugin.actions),
        channels: Object.values(plugin.actions).flatMap((action) => action.channel ?? []),
        checkConfig: (config: unknown): readonly Problem[] => checkConfig({ schema: plugin.config, config }),
      },
    ]),
  );
