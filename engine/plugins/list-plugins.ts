import type { PluginRuntime } from '../../plugins/runtime/runtime.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Circuit, CircuitStore } from './circuit-port.ts';
import type { WebhookSetUpStore } from '../webhook-set-ups/ports.ts';
import type { SetUpState, SetUpStates } from '../webhook-set-ups/set-up-states.ts';
import type { ConnectionStore } from '../connections/ports.ts';
import { type ConnectionState, connectionStateOf } from '../connections/connection-state.ts';
import type { SealedTokens } from '../connections/sealed-tokens.ts';
import type { PluginDescription } from '../../plugins/runtime/describe.ts';
import type { PollStore } from '../polling/ports.ts';
import type { MissingAction, MissingActions } from './missing-actions.ts';
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
    /** How far it is set up at the provider; absent where that cannot be done by API. */
    readonly setUp?: SetUpState;
  }[];
  /** How the looks at its provider go: how many failed since one went well, and why the last one did. */
  readonly polls: readonly { readonly name: string; readonly failures: number; readonly error?: string }[];
  /** Actions, or versions of them, that are called and that the plugin does not have: those calls wait. */
  readonly missing: readonly MissingAction[];
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

/** What is wrong with the settings of an instance. */
const troubleOf = ({ problems }: PluginRuntime, instance: string): string | undefined => {
  const path = `plugins.${instance}`;
  const own = problems.filter((one) => one.path === path || one.path.startsWith(`${path}.`));
  return own.length === 0 ? undefined : own.map(({ message }) => message).join(' ');
};

/** How a plugin hears of what happens: its webhooks, and its looks at the provider. */
const doorsOf = ({
  plugin,
  looked,
  setUps,
}: {
  plugin: PluginDescription | undefined;
  looked: Awaited<ReturnType<PollStore['of']>>;
  setUps: ReadonlyMap<string, SetUpState>;
}): Pick<PluginState, 'webhooks' | 'polls'> => ({
  webhooks: (plugin?.webhooks ?? []).map(({ name, verification }) => {
    const setUp = setUps.get(name);
    return { name, verification: verification.by, ...(setUp === undefined ? {} : { setUp }) };
  }),
  polls: [
    ...(plugin?.polls ?? []).map(({ name }) => {
      const looks = looked.find((one) => one.poll === name);
      const error = looks?.error === undefined ? {} : { error: looks.error };
      return { name, failures: looks?.failures ?? 0, ...error };
    }),
    // Those of feeds and of imports of files, which have no name in the plugin.
    ...looked
      .filter(({ poll }) => poll.includes(':'))
      .map(({ poll: name, failures, error }) => ({
        name,
        failures,
        ...(error === undefined ? {} : { error }),
      })),
  ],
});

/** How an instance is: its settings, its connection and its circuit, in this order. */
const stateOf = (input: {
  known: Omit<PluginState, 'state'>;
  why: string | undefined;
  circuit: Circuit | undefined;
  systemTime: number;
}): PluginState => {
  const { known, why, circuit, systemTime } = input;
  const { connection } = known;
  if (why !== undefined) return { ...known, state: 'off', why };
  if (connection?.isOff === true) return { ...known, state: 'off', why: connection.why ?? '' };
  if (circuit === undefined) return { ...known, state: 'working' };
  return { ...known, ...circuitState({ circuit, systemTime }) };
};

/** Makes the list of plugin instances: what is wrong with their settings, and what the circuits of all processes say. */
export const createListPlugins = (deps: {
  live: LiveWorkspaces;
  plugins: Pick<Plugins, 'runtime'>;
  circuits: Pick<CircuitStore, 'all'>;
  pollStore: Pick<PollStore, 'of'>;
  connectionStore: Pick<ConnectionStore, 'of'>;
  sealedTokens: Pick<SealedTokens, 'open'>;
  missingActions: MissingActions;
  webhookSetUpStore: Pick<WebhookSetUpStore, 'of'>;
  setUpStates: SetUpStates;
  systemTime: () => number;
}): ListPlugins => {
  return async ({ tenant }) => {
    const live = await deps.live.of(tenant);
    const runtime = deps.plugins.runtime(live);
    const circuits = new Map(
      (await deps.circuits.all())
        .filter((one) => one.tenant === tenant)
        .map((circuit) => [circuit.instance, circuit]),
    );
    const connections = await deps.connectionStore.of(tenant);
    const connectionOf = (instance: string): { connection?: ConnectionState } => {
      const place = runtime.tokenPlace({ tenant, instance });
      if (place === undefined) return {};
      const connection = connections.find((one) => one.instance === instance);
      return { connection: connectionStateOf({ place, connection, sealedTokens: deps.sealedTokens }) };
    };
    const looked = await deps.pollStore.of(tenant);
    const described = new Map(runtime.describe().map((one) => [one.id, one]));
    const missing = await deps.missingActions({ live, described });
    const setUps = await deps.webhookSetUpStore.of(tenant);
    const states: PluginState[] = [];
    for (const [instance, { use: plugin }] of Object.entries(live.published.settings.plugins)) {
      const own = looked.filter((one) => one.instance === instance);
      const known = {
        instance,
        plugin,
        ...doorsOf({
          plugin: described.get(plugin),
          looked: own,
          setUps: await deps.setUpStates({ tenant, instance, runtime, known: setUps }),
        }),
        missing: missing.get(instance) ?? [],
        ...connectionOf(instance),
      };
      const why = troubleOf(runtime, instance);
      states.push(stateOf({ known, why, circuit: circuits.get(instance), systemTime: deps.systemTime() }));
    }
    return states;
  };
};
