import type { Clock } from '../clock/clock.ts';
import type { Log } from '../events/dispatcher.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import { createCallPlugin } from './call-plugin.ts';
import { type CircuitBreakers, createCircuitBreakers } from './circuit-breakers.ts';
import { createListPlugins } from './list-plugins.ts';
import { createMissingActions, type MissingActions } from './missing-actions.ts';
import { createPlugins, type Plugins } from './plugins.ts';
import type { CircuitStore } from './circuit-port.ts';
import type { RateSlotStore } from '../messages/ports.ts';
import { guardsOf } from '../../domain/guards/guard-settings.ts';
import type { Breaker } from '../../plugins/runtime/breaker.ts';
import type { TokenSource } from '../../plugins/runtime/auth/tokens.ts';
import type { PluginRuntime } from '../../plugins/runtime/runtime.ts';
import type { EngineMeter } from '../meter.ts';
import type { ConnectionStore } from '../connections/ports.ts';
import type { SealedTokens } from '../connections/sealed-tokens.ts';
import type { PollStore } from '../polling/ports.ts';
import type { WebhookSetUpStore } from '../webhook-set-ups/ports.ts';
import type { SetUpStates } from '../webhook-set-ups/set-up-states.ts';
import type { Module } from '../module.ts';
import { circuitSchema } from './store/circuit-schema.ts';
import { createCircuitStore } from './store/circuits.ts';
import { connectorsRoutes } from './connectors-routes.ts';
import { instanceRoutes } from './instance-routes.ts';
import { createPluginInstances } from './plugin-instances.ts';
import { pluginRoutes } from './plugins-routes.ts';

/** Makes the runtime of a tenant's plugins; without a breaker their circuits never open. */
export type MakePluginRuntime = (input: {
  live: LiveWorkspace;
  breaker?: Breaker;
  rateSlots: RateSlotStore;
  tokens: TokenSource;
}) => PluginRuntime;

type CircuitNeeds = {
  readonly circuitStore: CircuitStore;
  readonly systemTime: Clock['systemTime'];
  readonly log: Log;
  readonly meter: EngineMeter;
};

type RuntimeNeeds = {
  readonly makePluginRuntime: MakePluginRuntime;
  readonly circuits: CircuitBreakers;
  readonly slots: RateSlotStore;
  readonly tokenSource: TokenSource;
};

type PluginNeeds = {
  readonly makeRuntime: (live: LiveWorkspace) => PluginRuntime;
  readonly systemTime: Clock['systemTime'];
  readonly meter: EngineMeter;
};

type ListNeeds = {
  readonly live: LiveWorkspaces;
  readonly plugins: Plugins;
  readonly pollStore: PollStore;
  readonly circuitStore: CircuitStore;
  readonly connectionStore: ConnectionStore;
  readonly sealedTokens: SealedTokens;
  readonly missingActions: MissingActions;
  readonly webhookSetUpStore: WebhookSetUpStore;
  readonly setUpStates: SetUpStates;
  readonly systemTime: Clock['systemTime'];
};

/** The breaker of a tenant's plugins; none where its guard is switched off. */
const breakerOf = (input: { live: LiveWorkspace; circuits: CircuitBreakers }): { breaker?: Breaker } => {
  const { plugins: guard } = guardsOf(input.live.published.settings.guards);
  return guard === false ? {} : { breaker: input.circuits.with(guard) };
};

/** Connectors: a runtime for each tenant, its circuits, and calls of actions. */
export const pluginsModule = {
  name: 'plugins',
  collections: [circuitSchema],
  stores: {
    circuitStore: createCircuitStore,
  },
  services: {
    circuits: ({ circuitStore: circuits, systemTime, log, meter }: CircuitNeeds) =>
      createCircuitBreakers({ circuits, systemTime, log, tell: meter.circuit }),
    makeRuntime:
      ({ makePluginRuntime, circuits, slots: rateSlots, tokenSource: tokens }: RuntimeNeeds) =>
      (live: LiveWorkspace): PluginRuntime =>
        makePluginRuntime({ live, rateSlots, tokens, ...breakerOf({ live, circuits }) }),
    plugins: ({ makeRuntime, systemTime, meter }: PluginNeeds) =>
      createPlugins({ makeRuntime, systemTime, count: meter.pluginCall }),
    callPlugin: createCallPlugin,
    listPlugins: (use: ListNeeds) =>
      createListPlugins({
        live: use.live,
        plugins: use.plugins,
        pollStore: use.pollStore,
        circuits: use.circuitStore,
        connectionStore: use.connectionStore,
        sealedTokens: use.sealedTokens,
        missingActions: use.missingActions,
        webhookSetUpStore: use.webhookSetUpStore,
        setUpStates: use.setUpStates,
        systemTime: use.systemTime,
      }),
    missingActions: createMissingActions,
    pluginInstances: createPluginInstances,
  },
  loops: {
    circuits: ({ circuits }: { circuits: CircuitBreakers }) => ({
      every: 5,
      job: () => circuits.refresh().then(() => false),
    }),
  },
  routes: { plugins: pluginRoutes, connectors: connectorsRoutes, pluginInstance: instanceRoutes },
  audited: {
    'POST /api/plugins/:instance/check': 'none',
    'POST /api/plugins/:instance/reset': { action: 'connector.reset' },
  },
} as const satisfies Module;
