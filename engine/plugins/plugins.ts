import type { Performed as Outcome, PerformInput } from '../../plugins/runtime/perform.ts';
import type { PluginRuntime } from '../../plugins/runtime/runtime.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';

/** What the engine does with the plugins of a tenant. Nothing here knows a connector. */
export type Plugins = {
  /** Sends on a channel with the first instance configured for it. */
  readonly send: (input: {
    live: LiveWorkspace;
    channel: string;
    input: unknown;
    idempotencyKey: string;
    now: number;
    slotAt: number | undefined;
    begin?: PerformInput['begin'];
    end?: PerformInput['end'];
  }) => Promise<Outcome>;
  readonly perform: (input: PerformInput & { live: LiveWorkspace }) => Promise<Outcome>;
  /** The channels that something is configured for. */
  readonly channels: (live: LiveWorkspace) => readonly string[];
  /** The instances that publish posts, with what their networks take. */
  readonly postsOn: (live: LiveWorkspace) => ReturnType<PluginRuntime['postNetworks']>;
  readonly runtime: (live: LiveWorkspace) => PluginRuntime;
  readonly close: () => Promise<void>;
};

/** One call of a plugin's action, for the statistics of operators. */
export type PluginCall = {
  readonly tenant: string;
  readonly plugin: string;
  readonly action: string;
  readonly outcome: string;
  readonly seconds: number;
};

/**
 * Holds a plugin runtime for every tenant, made again when the published plugin settings change; the one
 * before ends its calls first.
 */
export const createPlugins = (deps: {
  makeRuntime: (live: LiveWorkspace) => PluginRuntime;
  systemTime: () => number;
  count: (call: PluginCall) => void;
}): Plugins => {
  const held = new Map<string, { config: string; runtime: PluginRuntime }>();
  const runtime = (live: LiveWorkspace): PluginRuntime => {
    const known = held.get(live.tenant);
    const { plugins, guards } = live.published.settings;
    const config = JSON.stringify([plugins, guards?.plugins]);
    if (known?.config === config) return known.runtime;
    const made = deps.makeRuntime(live);
    held.set(live.tenant, { config, runtime: made });
    // Ends its calls before it closes; nobody has to wait for that.
    if (known !== undefined) void known.runtime.close();
    return made;
  };
  const perform: Plugins['perform'] = async ({ live, ...input }) => {
    const { tenant, instance, action } = input;
    const began = deps.systemTime();
    const outcome = await runtime(live).perform(input);
    const seconds = (deps.systemTime() - began) / 1000;
    const plugin = live.published.settings.plugins[instance]?.use ?? instance;
    deps.count({ tenant, plugin, action, outcome: outcome.kind, seconds });
    return outcome;
  };
  return {
    runtime,
    perform,
    channels: (live) => runtime(live).channelsOf(live.tenant),
    postsOn: (live) => runtime(live).postNetworks(live.tenant),
    send: async ({ live, channel, ...call }) => {
      const plugins = runtime(live);
      const [found] = plugins.instancesForChannel({ tenant: live.tenant, channel });
      if (found === undefined) {
        const message = `No plugin sends on the channel ${channel}; name one in ciclo.json.`;
        return { kind: 'retry', code: 'no-plugin', message, afterMs: 60_000 };
      }
      return perform({ live, tenant: live.tenant, ...found, ...call });
    },
    close: async () => {
      await Promise.all([...held.values()].map(({ runtime: one }) => one.close()));
    },
  };
};
