import type { z } from 'zod';
import { type DefinedAction, defineAction } from './actions/action.ts';
import { hostsOfAuth } from './sign-in/auth.ts';
import type { ActionContext, OpenContext } from './context.ts';
import type {
  Bound,
  BoundAction,
  BoundPoll,
  BoundSubscriptions,
  BoundSync,
  BoundWebhook,
  CallContext,
  Close,
  Open,
  Plugin,
  PluginSpec,
} from './plugin.ts';
import type { Poll } from './inbound/poll.ts';
import type { SyncAsk, SyncContext, SyncObject } from './syncs/sync.ts';
import { contractVersion } from './version.ts';
import type { Subscriptions } from './webhooks/subscriptions.ts';
import type { Webhook } from './webhooks/webhook.ts';

/** Calls `make` at most once at a time, keeps what it returned, and tries again after a failure. */
const kept = <T>(make: () => T | Promise<T>) => {
  let made: Promise<T> | undefined;
  const attempt = async (): Promise<T> => {
    try {
      return await make();
    } catch (cause) {
      made = undefined;
      throw cause;
    }
  };
  return {
    get: (): Promise<T> => (made ??= attempt()),
    /** What was made, if anything was; afterwards nothing is. */
    take: (): Promise<T> | undefined => {
      const taken = made;
      made = undefined;
      return taken;
    },
  };
};

const bindAction = <Config, Resource>(input: {
  action: DefinedAction<Config, Resource>;
  config: Config;
  context: (call: CallContext) => Promise<ActionContext<Config, Resource>>;
}): BoundAction => {
  const { action, context } = input;
  return {
    ...action,
    earlier: action.earlier.map((one) => bindAction({ ...input, action: one })),
    atOnce: action.atOnce(input.config),
    limits: action.limits(input.config),
    prepare: (raw) => {
      const prepared = action.prepare(raw);
      if (!prepared.ok) return prepared;
      const { run, find } = prepared;
      return {
        ok: true,
        run: async (call) => run(await context(call)),
        ...(find === undefined ? {} : { find: async (call: CallContext) => find(await context(call)) }),
      };
    },
  };
};

const bindWebhook = <Config>(webhook: Webhook<Config>, config: Config): BoundWebhook => ({
  ...webhook,
  verify: (arrival, request) => webhook.verify({ ...arrival, config }, request),
  normalise: (arrival, request) => webhook.normalise({ ...arrival, config }, request),
  handshake: (arrival, request) => webhook.handshake?.({ ...arrival, config }, request),
  keyUrl: (arrival, request) => webhook.keyUrl?.({ ...arrival, config }, request),
  confirmUrl: (arrival, request) => webhook.confirmUrl?.({ ...arrival, config }, request),
});

const bindSubscriptions = <Config, Resource>(input: {
  subscriptions: Subscriptions<Config, Resource>;
  config: Config;
  context: (call: CallContext) => Promise<ActionContext<Config, Resource>>;
}): BoundSubscriptions => {
  const { subscriptions, config, context } = input;
  const { holds, single, makesSecret, sends } = subscriptions;
  return {
    holds,
    ...(single === undefined ? {} : { single }),
    ...(makesSecret === undefined ? {} : { makesSecret }),
    ...(sends === undefined ? {} : { sends }),
    topics: subscriptions.topics(config),
    missing: subscriptions.missing?.(config),
    list: async (call) => subscriptions.list(await context(call)),
    create: async (call, wanted) => subscriptions.create(await context(call), wanted),
    remove: async (call, named) => subscriptions.remove(await context(call), named),
  };
};

const bindPoll = <Config, Resource>(input: {
  poll: Poll<Config, Resource>;
  config: Config;
  resource: () => Promise<Resource>;
}): BoundPoll => {
  const { poll, config, resource } = input;
  return {
    everyMs: poll.everyMs(config),
    timeoutMs: poll.timeoutMs ?? 60_000,
    run: async (call, cursor) => poll.run({ ...call, config, resource: await resource() }, cursor),
  };
};

const askSync = <Config, Resource>(input: {
  sync: SyncObject<Config, Resource>;
  ctx: SyncContext<Config, Resource>;
  ask: SyncAsk;
}): Promise<unknown> => {
  const { sync, ctx, ask } = input;
  switch (ask.op) {
    case 'changed':
      return sync.changed(ctx, ask);
    case 'read':
      return sync.read(ctx, ask);
    case 'find':
      return sync.find(ctx, ask);
    case 'create':
      return sync.create(ctx, ask);
    case 'update':
      return sync.update(ctx, ask);
    default:
      return sync.remove(ctx, ask);
  }
};

const bindSync = <Config, Resource>(input: {
  sync: SyncObject<Config, Resource>;
  config: Config;
  resource: () => Promise<Resource>;
}): BoundSync => {
  const { sync, config, resource } = input;
  return {
    title: sync.title,
    batch: sync.batch,
    timeoutMs: sync.timeoutMs ?? 60_000,
    run: async (call, ask) => askSync({ sync, ask, ctx: { ...call, config, resource: await resource() } }),
  };
};

const mapOf = <T, U>(values: Readonly<Record<string, T>>, bound: (value: T) => U): ReadonlyMap<string, U> =>
  new Map(Object.entries(values).map(([name, value]) => [name, bound(value)]));

/** What a config says of an instance; undefined for one that cannot be read. */
const readOf = <Config extends z.ZodType, T>(input: {
  schema: Config;
  config: unknown;
  read: (config: z.output<Config>) => T;
}): T | undefined => {
  const parsed = input.schema.safeParse(input.config);
  try {
    return parsed.success ? input.read(parsed.data) : undefined;
  } catch {
    // A plugin that fails on its own configuration says so when it is bound.
    return undefined;
  }
};

/** The hosts of an instance: those of the plugin, and those where it signs in. */
const createHostsOf =
  <Config extends z.ZodType, Resource>({ hosts, auth }: PluginSpec<Config, Resource>) =>
  (config: z.output<Config>): readonly string[] => [
    ...new Set([
      ...(typeof hosts === 'function' ? hosts(config) : (hosts ?? [])),
      ...hostsOfAuth(auth?.(config)),
    ]),
  ];

type Given<Config extends z.ZodType, Resource> = {
  readonly spec: PluginSpec<Config, Resource>;
  readonly open: Open<Config, Resource>;
  readonly close: Close<Resource>;
};

/** What a plugin has by name, whatever the config says; nothing for what its author left out. */
const partsOf = <Config extends z.ZodType, Resource>(spec: PluginSpec<Config, Resource>) => {
  const { syncs = {} } = spec;
  return {
    actions: spec.actions?.(defineAction) ?? {},
    webhooks: spec.webhooks ?? {},
    subscriptions: spec.subscriptions ?? {},
    polls: spec.polls ?? {},
    syncsOf: (config: z.output<Config>) => (typeof syncs === 'function' ? syncs(config) : syncs),
  };
};

/** Makes what binds a plugin to a config that was read. */
const createBind = <Config extends z.ZodType, Resource>(
  input: Given<Config, Resource> & { parts: ReturnType<typeof partsOf<Config, Resource>> },
) => {
  const { spec, parts } = input;
  const hostsOf = createHostsOf(spec);
  return (instance: OpenContext<z.output<Config>>): Bound => {
    const { config } = instance;
    const resource = kept(() => input.open(instance));
    const context = async (call: CallContext): Promise<ActionContext<z.output<Config>, Resource>> => ({
      ...call,
      config,
      resource: await resource.get(),
    });
    return {
      hosts: hostsOf(config),
      auth: spec.auth?.(config),
      posts: spec.posts?.(config),
      hashPerson: spec.hashPerson,
      actions: mapOf(parts.actions, (action) => bindAction({ action, config, context })),
      webhooks: mapOf(parts.webhooks, (webhook) => bindWebhook(webhook, config)),
      subscriptions: mapOf(parts.subscriptions, (one) =>
        bindSubscriptions({ subscriptions: one, config, context }),
      ),
      polls: mapOf(parts.polls, (poll) => bindPoll({ poll, config, resource: resource.get })),
      syncs: mapOf(parts.syncsOf(config), (sync) => bindSync({ sync, config, resource: resource.get })),
      ready: resource.get,
      health: async (call: CallContext) =>
        (await spec.health?.(await context(call))) ?? { ok: true as const },
      close: async () => {
        const taken = resource.take();
        if (taken !== undefined) await input.close(await taken);
      },
    };
  };
};

/** Closes over the plugin's own types: what is left is the same for every plugin. */
export const bindable = <Config extends z.ZodType, Resource>(input: Given<Config, Resource>): Plugin => {
  const { spec } = input;
  const { id, version, name, config: schema, hosts, syncs } = spec;
  const parts = partsOf(spec);
  const bind = createBind({ ...input, parts });
  return {
    id,
    version,
    name,
    contract: spec.contract ?? contractVersion,
    config: schema,
    ownHosts: spec.ownHosts ?? (typeof hosts === 'function' ? [] : (hosts ?? [])),
    keptSecrets: spec.keptSecrets ?? [],
    hostsOf: (config) => readOf({ schema, config, read: createHostsOf(spec) }),
    syncsOf: (config) =>
      typeof syncs === 'function'
        ? readOf({ schema, config, read: (known) => Object.keys(parts.syncsOf(known)) })
        : Object.keys(syncs ?? {}),
    actions: parts.actions,
    webhooks: parts.webhooks,
    subscriptions: Object.fromEntries(
      Object.entries(parts.subscriptions).map(([webhook, { single = false }]) => [webhook, { single }]),
    ),
    polls: parts.polls,
    bind: (instance) => {
      const parsed = schema.safeParse(instance.config);
      return parsed.success
        ? { ok: true, bound: bind({ ...instance, config: parsed.data }) }
        : { ok: false, error: parsed.error };
    },
  };
};
