import type { LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Circuit, CircuitStore } from './circuit-port.ts';
import type { ConnectionStore } from '../connections/ports.ts';
import { type ConnectionState, connectionStateOf } from '../connections/connection-state.ts';
import type { SealedTokens } from '../connections/sealed-tokens.ts';
import type { PollStore } from '../polling/ports.ts';
import type { Plugins } from './plugins.ts';

/** A configured plugin instance, and whether its calls go through. Instants are real time. */
export type PluginState = {
  readonly instance: string;
  /** The plugin it is made of. */
  readonly plugin: string;
  /**
   * `working`; `off` (its settings are wrong); `open` (its provider is not well and calls are held); `half-open` (one
   * call tries whether it works again).
   */
  readonly state: 'working' | 'off' | 'open' | 'half-open';
  readonly why?: string;
  readonly since?: number;
  /** When one call will try. */
  readonly nextTryAt?: number;
  /** Its inbound webhooks, and how each knows its sender. */
  readonly webhooks: readonly {
    readonly name: string;
    readonly verification: 'signature' | 'fields' | 'secret' | 'token' | 'none';
  }[];
  /** How the looks at its provider go: how many failed since one went well, and why the last one did. */
  readonly polls: readonly { readonly name: string; readonly failures: number; readonly error?: string }[];
  /** What its provider agreed to, where it signs in by OAuth 2. */
  readonly connection?: ConnectionState;
};

/** The plugin instances of a tenant. */
export type ListPlugins = (input: { tenant: string }) => Promise<readonly PluginState[]>;

const circuitState = (input: { circuit: Circuit; systemTime: number }) => {
  const { why, openedAt: since, probeAt: nextTryAt } = input.circuit;
  const isHeld = nextTryAt > input.systemTime;
  return isHeld
    ? { state: 'open' as const, why, since, nextTryAt }
    : { state: 'half-open' as const, why, since };
};

/** Makes the list of plugin instances: what is wrong with their settings, and what the circuits of all processes say. */
export const createListPlugins = (deps: {
  live: LiveWorkspaces;
  plugins: Pick<Plugins, 'runtime'>;
  circuits: Pick<CircuitStore, 'all'>;
  pollStore: Pick<PollStore, 'of'>;
  connectionStore: Pick<ConnectionStore, 'of'>;
  sealedTokens: Pick<SealedTokens, 'open'>;
  systemTime: () => number;
}): ListPlugins => {
  const troubleOf = (live: LiveWorkspace, instance: string): string | undefined => {
    const path = `plugins.${instance}`;
    const problems = deps.plugins
      .runtime(live)
      .problems.filter((one) => one.path === path || one.path.startsWith(`${path}.`));
    return problems.length === 0 ? undefined : problems.map(({ message }) => message).join(' ');
  };
  return async ({ tenant }) => {
    const live = await deps.live.of(tenant);
    const circuits = new Map(
      (await deps.circuits.all())
        .filter((one) => one.tenant === tenant)
        .map((circuit) => [circuit.instance, circuit]),
    );
    const connections = await deps.connectionStore.of(tenant);
    const connectionOf = (instance: string): { connection?: ConnectionState } => {
      const place = deps.plugins.runtime(live).tokenPlace({ tenant, instance });
      if (place === undefined) return {};
      const connection = connections.find((one) => one.instance === instance);
      return { connection: connectionStateOf({ place, connection, sealedTokens: deps.sealedTokens }) };
    };
    const looked = await deps.pollStore.of(tenant);
    const described = new Map(
      deps.plugins
        .runtime(live)
        .describe()
        .map((one) => [one.id, one]),
    );
    return Object.entries(live.published.settings.plugins).map(([instance, { use: plugin }]): PluginState => {
      const why = troubleOf(live, instance);
      const circuit = circuits.get(instance);
      const webhooks = (described.get(plugin)?.webhooks ?? []).map(({ name, verification }) => ({
        name,
        verification: verification.by,
      }));
      const polls = (described.get(plugin)?.polls ?? []).map(({ name }) => {
        const looks = looked.find((one) => one.instance === instance && one.poll === name);
        const error = looks?.error === undefined ? {} : { error: looks.error };
        return { name, failures: looks?.failures ?? 0, ...error };
      });
      const known = { instance, plugin, webhooks, polls, ...connectionOf(instance) };
      const { connection } = known;
      if (why !== undefined) return { ...known, state: 'off', why };
      if (connection?.isOff === true) return { ...known, state: 'off', why: connection.why ?? '' };
      if (circuit === undefined) return { ...known, state: 'working' };
      return { ...known, ...circuitState({ circuit, systemTime: deps.systemTime() }) };
    });
  };
};
