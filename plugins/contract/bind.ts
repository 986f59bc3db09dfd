import type { z } from 'zod';
import { type DefinedAction, defineAction } from './actions/action.ts';
import { hostsOfAuth } from './sign-in/auth.ts';
import type { ActionContext, OpenContext } from './context.ts';
import type {
  BoundAction,
  BoundPoll,
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

/** Closes over the plugin's own types: what is left is the same for every plugin. */
export const bindable = <Config extends z.ZodType, Resource>(input: {
  spec: PluginSpec<Config, Resource>;
  open: Open<Config, Resource>;
  close: Close<Resource>;
}): Plugin => {
  const { id, version, name, config: schema, hosts, health } = input.spec;
  const hostsOf = createHostsOf(input.spec);
  const actions = input.spec.actions?.(defineAction) ?? {};
  const webhooks = input.spec.webhooks ?? {};
  const polls = input.spec.polls ?? {};
  const { syncs = {} } = input.spec;
  const syncsOf = (config: z.output<Config>) => (typeof syncs === 'function' ? syncs(config) : syncs);

  const bind = (instance: OpenContext<z.output<Config>>) => {
    const { config } = instance;
    const resource = kept(() => input.open(instance));
    const context = async (call: CallContext): Promise<ActionContext<z.output<Config>, Resource>> => ({
      ...call,
      config,
      resource: await resource.get(),
    });
    return {
      hosts: hostsOf(config),
      auth: input.spec.auth?.(config),
      posts: input.spec.posts?.(config),
      actions: mapOf(actions, (action) => bindAction({ action, config, context })),
      webhooks: mapOf(webhooks, (webhook) => bindWebhook(webhook, config)),
      polls: mapOf(polls, (poll) => bindPoll({ poll, config, resource: resource.get })),
      syncs: mapOf(syncsOf(config), (sync) => bindSync({ sync, config, resource: resource.get })),
      ready: resource.get,
      health: async (call: CallContext) => (await health?.(await context(call))) ?? { ok: true as const },
      close: async () => {
        const taken = resource.take();
        if (taken !== undefined) await input.close(await taken);
      },
    };
  };

  return {
    id,
    version,
    name,
    contract: input.spec.contract ?? contractVersion,
    config: schema,
    ownHosts: input.spec.ownHosts ?? (typeof hosts === 'function' ? [] : (hosts ?? [])),
    keptSecrets: input.spec.keptSecrets ?? [],
    hostsOf: (config) => readOf({ schema, config, read: hostsOf }),
    syncsOf: (config) =>
      typeof syncs === 'function'
        ? readOf({ schema, config, read: (known) => Object.keys(syncsOf(known)) })
        : Object.keys(syncs),
    actions,
    webhooks,
    polls,
    bind: (instance) => {
      const parsed = schema.safeParse(instance.config);
      return parsed.success
        ? { ok: true, bound: bind({ ...instance, config: parsed.data }) }
        : { ok: false, error: parsed.error };
    },
  };
};
