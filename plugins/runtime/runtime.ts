import { messageOf } from '../../domain/errors.ts';
import type { PostRules } from '../../domain/posts/post-rules.ts';
import type { Problem } from '../../domain/problem.ts';
import { type Channel, versionOf } from '../contract/actions/action.ts';
import type { HashedPerson, PersonToHash } from '../contract/actions/audiences.ts';
import type { Connect } from '../contract/network/connect.ts';
import type { Log } from '../contract/context.ts';
import type { BoundAction, Health, Plugin } from '../contract/plugin.ts';
import { describePlugin, type PluginDescription } from './describe.ts';
import type { Breaker } from './breaker.ts';
import { createSignedHttp } from './auth/signed-http.ts';
import { noTokens, type TokenPlace, type TokenSource } from './auth/tokens.ts';
import type { Send } from './http-client.ts';
import { instanceProblem, type RefuseSecret } from './instance-config.ts';
import {
  type InstanceDeps,
  type InstanceEntry,
  type Instances,
  type LiveInstance,
  readInstances,
} from './instances.ts';
import { createPerform, type Performed, type PerformInput } from './perform.ts';
import { createPlacesOf } from './places.ts';
import type { OffPlugin } from './plugin-set.ts';
import { createPoll } from './poll.ts';
import { createSync } from './sync.ts';
import { createSubscriptions } from './subscriptions.ts';
import { createTake } from './take.ts';
import { createLocalRateSlots, type RateSlots } from './rate-slots.ts';
import {
  type Arrival,
  createReceive,
  type Found,
  type Normalised,
  type Received,
  type WebhookPlace,
} from './receive.ts';
import { withinTime } from './within-time.ts';

export type PluginRuntimeDeps = {
  readonly registry: readonly Plugin[];
  /** Plugins that were found and cannot be used; none by default. */
  readonly off?: readonly OffPlugin[];
  readonly instances: readonly InstanceEntry[];
  /** Reads an environment variable. */
  readonly secrets: (name: string) => string | undefined;
  /** Says why a variable may not be a plugin's secret; without it every one may. */
  readonly refuseSecret?: RefuseSecret;
  /** HTTP that reaches the given hosts only. */
  readonly http: (policy: { hosts: readonly string[] }) => Send;
  /** Plain connections to the given hosts only: at public addresses, and wherever the `host:port` are that are trusted. */
  readonly connect: (policy: { trusted: ReadonlySet<string>; hosts: readonly string[] }) => Connect;
  readonly log: Log;
  /** Gets and renews the tokens of instances that sign in by OAuth 2; without it they have none. */
  readonly tokens?: TokenSource;
  /** The real clock. Calls bring the time of their tenant with them. */
  readonly clock: { readonly now: () => number };
  /** Shared over all workers; without it the limits hold for this process. */
  readonly rateSlots?: RateSlots;
  /** Holds the calls of an instance whose provider is not well; without one nothing is held. */
  readonly breaker?: Breaker;
  /** Keeps what plugins throw where nothing waits for it from ending the process; without it, that ends it. */
  readonly within?: InstanceDeps['within'];
  /** How long an action that was told to stop may take to say how far it came. */
  readonly graceMs?: number;
};

type Named = { readonly tenant: string; readonly instance: string };
type InstanceHealth = Named & { readonly plugin: string; readonly health: Health };

/** What the rest of the engine sees of all plugins. */
export type PluginRuntime = {
  /** Everything wrong with the instances. One with a problem is off: its actions wait, its webhooks answer 503. */
  readonly problems: readonly Problem[];
  readonly perform: (request: PerformInput) => Promise<Performed>;
  /** How large a request may be, or why there can be none; before it is read. */
  readonly findWebhook: (place: WebhookPlace) => Found;
  readonly receive: (arrival: Arrival) => Received;
  /** `receive`, with what has to be fetched for it: the vendor's key before, and the confirmation that the vendor asks for after. */
  readonly take: (arrival: Arrival) => Promise<Received>;
  readonly normalise: (arrival: Arrival) => Normalised;
  /** `normalise`, without standing still for a plugin in a thread of its own. */
  readonly read: (arrival: Arrival) => Promise<Normalised>;
  /** The looks at providers of all working instances, and how often each is due. */
  readonly polls: ReturnType<typeof createPoll>['polls'];
  /** One look. It never throws. */
  readonly look: ReturnType<typeof createPoll>['look'];
  /** Setting webhooks up at their providers. */
  readonly subscriptions: ReturnType<typeof createSubscriptions>;
  /** What of working instances can be kept the same on both sides, and the calls for it. None throws. */
  readonly sync: ReturnType<typeof createSync>;
  /** The working instances that send on a channel, in the order of the configuration. */
  readonly instancesForChannel: (input: {
    tenant: string;
    channel: Channel;
  }) => readonly { readonly instance: string; readonly action: string }[];
  /** The channels that the working instances of a tenant send on. */
  readonly channelsOf: (tenant: string) => readonly string[];
  /** What is known of an action, or of an older version of it: its effect, whether it is long. Undefined when there is no such thing. */
  readonly action: (
    input: Named & { readonly action: string; readonly version?: number | undefined },
  ) => BoundAction | undefined;
  /** What of an instance needs tokens: undefined where it signs in otherwise, or is off. */
  readonly tokenPlace: (input: Named) => TokenPlace | undefined;
  /** How a working instance hashes people for its audiences; undefined where it keeps none, or is off. */
  readonly hashPerson: (input: Named) => ((person: PersonToHash) => HashedPerson) | undefined;
  /** The working instances of a tenant that publish posts, with what their networks take. */
  readonly postNetworks: (
    tenant: string,
  ) => readonly { readonly instance: string; readonly plugin: string; readonly rules: PostRules }[];
  readonly describe: () => readonly PluginDescription[];
  /** Whether the providers can be reached and let the instances in: all, or those of one name. */
  readonly health: (only?: { readonly instance: string }) => Promise<readonly InstanceHealth[]>;
  /** Turns calls away that wait for a place, waits for those that run, then closes what the plugins opened. */
  readonly close: () => Promise<void>;
};

const HEALTH_TIMEOUT_MS = 10_000;

const checkHealth = async (live: LiveInstance, now: number): Promise<Health> => {
  const { tenant, instance, log, redactor, bound, send, authorization } = live;
  const end = await withinTime({
    run: (signal) =>
      bound.health({
        tenant,
        instance,
        log,
        signal,
        now,
        systemTime: now,
        http: createSignedHttp({ send, signal, authorization, mayRepeat: true }),
        failure: () => ({ kind: 'retry', code: 'health', message: 'The health check failed.' }),
        idempotencyKey: `health:${now}`,
      }),
    timeoutMs: HEALTH_TIMEOUT_MS,
    graceMs: 0,
  });
  if (end.kind === 'returned') {
    return end.value.ok ? end.value : { ok: false, message: redactor.text(end.value.message) };
  }
  const message = end.kind === 'threw' ? messageOf(end.thrown) : 'The provider did not answer in time.';
  return { ok: false, message: redactor.text(message) };
};

const forChannel =
  (instances: Instances): PluginRuntime['instancesForChannel'] =>
  ({ tenant, channel }) =>
    instances
      .live()
      .filter((live) => live.tenant === tenant)
      .flatMap(({ instance, bound }) =>
        [...bound.actions]
          .filter(([, action]) => action.channel === channel)
          .map(([action]) => ({ instance, action })),
      );

const channelsIn = (instances: Instances, tenant: string): readonly string[] => [
  ...new Set(
    instances
      .live()
      .filter((live) => live.tenant === tenant)
      .flatMap(({ bound }) => [...bound.actions.values()].flatMap(({ channel }) => channel ?? [])),
  ),
];

const actionIn = (
  instances: Instances,
  name: Parameters<PluginRuntime['action']>[0],
): BoundAction | undefined => {
  const live = instances.find(name);
  const action = live?.state === 'live' ? live.bound.actions.get(name.action) : undefined;
  return action === undefined ? undefined : versionOf(action, name.version);
};

const tokenPlaceIn = (instances: Instances, name: Named): TokenPlace | undefined => {
  const live = instances.find(name);
  return live?.state === 'live' ? live.authorization?.place : undefined;
};

const hashPersonIn = (instances: Instances, name: Named): ReturnType<PluginRuntime['hashPerson']> => {
  const live = instances.find(name);
  return live?.state === 'live' ? live.bound.hashPerson : undefined;
};

const postNetworksIn = (instances: Instances, tenant: string): ReturnType<PluginRuntime['postNetworks']> =>
  instances
    .live()
    .flatMap(({ instance, plugin, bound, ...live }) =>
      live.tenant === tenant && bound.posts !== undefined
        ? [{ instance, plugin: plugin.id, rules: bound.posts }]
        : [],
    );

const liveOf = (instances: Instances, only: { readonly instance: string } | undefined) =>
  instances.live().filter(({ instance }) => only === undefined || instance === only.instance);

const healthIn = (input: {
  instances: Instances;
  only: { readonly instance: string } | undefined;
  now: () => number;
}): ReturnType<PluginRuntime['health']> =>
  Promise.all(
    liveOf(input.instances, input.only).map(async (live) => ({
      tenant: live.tenant,
      instance: live.instance,
      plugin: live.plugin.id,
      health: await checkHealth(live, input.now()),
    })),
  );

/** A connector that got no secret yet is a choice that is still open; everything else is a mistake. */
const logProblems = (input: Pick<PluginRuntimeDeps, 'log'> & Pick<PluginRuntime, 'problems'>): void => {
  for (const { code, path, message } of input.problems) {
    input.log[code === 'missing-secret' ? 'warn' : 'error']({ code, path }, message);
  }
};

/** Instances whose plugins were turned off while the engine ran. */
const turnedOff = (instances: Instances): readonly Problem[] =>
  instances.live().flatMap(({ instance, plugin, bound, redactor }) => {
    const why = bound.off?.();
    if (why === undefined) return [];
    const message = `The plugin "${plugin.id}" is off. ${redactor.text(why)}`;
    const hint = 'Correct it, then start the engine again.';
    return [instanceProblem({ code: 'plugin-off', instance, message, hint })];
  });

/** Holds every configured plugin instance, and the plugins to the contract. */
export const createPluginRuntime = (deps: PluginRuntimeDeps): PluginRuntime => {
  const registry = new Map(deps.registry.map((plugin) => [plugin.id, plugin]));
  const { secrets, http, connect, log, refuseSecret = () => undefined, tokens = noTokens } = deps;
  const { within = (_owner, run) => run() } = deps;
  const instances = readInstances({
    entries: deps.instances,
    deps: { registry, off: deps.off ?? [], secrets, refuseSecret, http, connect, tokens, log, within },
  });
  logProblems({ problems: instances.problems, log });
  const places = createPlacesOf();
  const perform = createPerform({
    instances,
    places,
    slots: deps.rateSlots ?? createLocalRateSlots(),
    graceMs: deps.graceMs ?? 2_000,
    systemTime: deps.clock.now,
    breaker: deps.breaker,
  });
  const running = new Set<Promise<unknown>>();
  // Schemas of every connector are made once, when first asked for: lists of the studio ask often.
  let described: readonly PluginDescription[] | undefined;

  return {
    get problems() {
      return [...instances.problems, ...turnedOff(instances)];
    },
    ...createReceive(instances),
    take: createTake({ instances, now: deps.clock.now }),
    ...createPoll(instances),
    subscriptions: createSubscriptions(instances),
    sync: createSync(instances),
    perform: async (request) => {
      const call = perform(request);
      running.add(call);
      try {
        return await call;
      } finally {
        running.delete(call);
      }
    },
    instancesForChannel: forChannel(instances),
    channelsOf: (tenant) => channelsIn(instances, tenant),
    action: (name) => actionIn(instances, name),
    tokenPlace: (name) => tokenPlaceIn(instances, name),
    hashPerson: (name) => hashPersonIn(instances, name),
    postNetworks: (tenant) => postNetworksIn(instances, tenant),
    describe: () => (described ??= deps.registry.map(describePlugin)),
    health: (only) => healthIn({ instances, only, now: deps.clock.now }),
    close: async () => {
      places.close();
      await Promise.allSettled(running);
      await Promise.allSettled(instances.live().map((live) => live.bound.close()));
    },
  };
};
