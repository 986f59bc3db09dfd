import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { CircuitStore } from './circuit-port.ts';
import type { ListPlugins, PluginState } from './list-plugins.ts';
import type { Plugins } from './plugins.ts';

type Named = { readonly tenant: string; readonly instance: string };

/** What an operator does with one plugin instance. */
export type PluginInstances = {
  /** Its state; undefined when the workspace has no such instance. */
  readonly get: (input: Named) => Promise<PluginState | undefined>;
  /** Asks the provider whether it can be reached and lets the instance in; undefined when there is no such instance. */
  readonly check: (
    input: Named,
  ) => Promise<{ readonly ok: true } | { readonly ok: false; readonly message: string } | undefined>;
  /** Lets its calls go through at once, where they are held because its provider was not well. */
  readonly reset: (input: Named) => Promise<PluginState | undefined>;
};

/** Makes what is done with one plugin instance. */
export const createPluginInstances = (deps: {
  live: LiveWorkspaces;
  plugins: Pick<Plugins, 'runtime'>;
  listPlugins: ListPlugins;
  circuitStore: Pick<CircuitStore, 'close'>;
}): PluginInstances => {
  const get: PluginInstances['get'] = async ({ tenant, instance }) =>
    (await deps.listPlugins({ tenant })).find((one) => one.instance === instance);
  return {
    get,
    check: async ({ tenant, instance }) => {
      const found = await get({ tenant, instance });
      if (found === undefined) return undefined;
      if (found.state === 'off') return { ok: false, message: found.why ?? 'Its settings are wrong.' };
      const runtime = deps.plugins.runtime(await deps.live.of(tenant));
      const [checked] = await runtime.health({ instance });
      return checked?.health ?? { ok: true };
    },
    reset: async ({ tenant, instance }) => {
      const found = await get({ tenant, instance });
      if (found === undefined || found.state === 'off' || found.state === 'working') return found;
      await deps.circuitStore.close({ tenant, instance });
      return get({ tenant, instance });
    },
  };
};
