import type { Log } from '../platform/log.ts';
import type { StrayErrors } from '../platform/stray-errors.ts';
import type { createGuardedHttp } from '../platform/egress/http-guard.ts';
import { createGuardedConnect } from '../platform/egress/tcp-guard.ts';
import type { MakePluginRuntime } from '../engine/plugins/module.ts';
import { builtInPlugins } from '../plugins/built-in.ts';
import type { Plugin } from '../plugins/contract.ts';
import type { OffPlugin } from '../plugins/runtime/plugin-set.ts';
import type { RefuseSecret } from '../plugins/runtime/instance-config.ts';
import { createPluginRuntime } from '../plugins/runtime/runtime.ts';

/** Makes what makes the runtime of a tenant's plugins, with guarded ways to their vendors. */
export const createRuntimeMaker = (input: {
  /** Those that come with the engine by default. */
  readonly plugins?: readonly Plugin[];
  /** Those that were found and cannot be used. */
  readonly offPlugins?: readonly OffPlugin[];
  readonly refuseSecret?: RefuseSecret;
  /** A plugin's secret by the name of its environment variable. */
  readonly pluginSecret: (name: string) => string | undefined;
  /** Lets plugins reach this machine and private networks. */
  readonly allowPrivate: boolean;
  readonly http: ReturnType<typeof createGuardedHttp>;
  readonly log: Log;
  /** Where the process handles what nothing waits for. */
  readonly strays?: StrayErrors | undefined;
  readonly systemTime: () => number;
}): MakePluginRuntime => {
  const { refuseSecret, log, strays, systemTime } = input;
  const connect = createGuardedConnect({ allowPrivate: input.allowPrivate });
  return ({ live: { tenant, published }, ...means }) =>
    createPluginRuntime({
      registry: input.plugins ?? builtInPlugins,
      off: input.offPlugins ?? [],
      instances: Object.entries(published.settings.plugins).map(([instance, { use, config }]) => ({
        tenant,
        instance,
        plugin: use,
        config,
      })),
      secrets: input.pluginSecret,
      ...(refuseSecret === undefined ? {} : { refuseSecret }),
      http: input.http.forHosts,
      connect,
      log,
      clock: { now: systemTime },
      ...(strays === undefined ? {} : { within: strays.within }),
      ...means,
    });
};
