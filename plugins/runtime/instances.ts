import { messageOf } from '../../domain/errors.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Connect } from '../contract/network/connect.ts';
import type { Log } from '../contract/context.ts';
import type { Bound, Plugin } from '../contract/plugin.ts';
import { type Authorization, createAuthorization } from './auth/authorization.ts';
import type { TokenSource } from './auth/tokens.ts';
import type { Send } from './http-client.ts';
import {
  instanceProblem,
  namedByOperator,
  type RefuseSecret,
  resolveSecrets,
  schemaProblems,
} from './instance-config.ts';
import type { OffPlugin } from './plugin-set.ts';
import { strayingSecrets } from './secret-hosts.ts';
import { owned } from './owned.ts';
import { createRedactor, type Redactor } from './redact.ts';

/** One entry under `plugins` in a tenant's `ciclo.json`. */
export type InstanceEntry = {
  readonly tenant: string;
  /** Kebab-case; part of webhook addresses and message ids. */
  readonly instance: string;
  /** The plugin's id. */
  readonly plugin: string;
  readonly config: unknown;
};

/** An instance that works: bound to its config, with its own log, egress and redaction. */
export type LiveInstance = {
  readonly tenant: string;
  readonly instance: string;
  readonly plugin: Plugin;
  readonly bound: Bound;
  readonly send: Send;
  readonly log: Log;
  readonly redactor: Redactor;
  /** Why secrets of these fields may not go to the hosts of the instance. */
  readonly strayIn: (
    fields: readonly string[],
  ) => readonly { readonly message: string; readonly hint: string }[];
  /** How its requests sign in; undefined where the plugin writes the headers itself. */
  readonly authorization: Authorization | undefined;
};

/** What an entry became: a working instance, or one that is off until its problems are fixed. */
export type Instance =
  | ({ readonly state: 'live' } & LiveInstance)
  | { readonly state: 'refused'; readonly tenant: string; readonly instance: string };

export type InstanceDeps = {
  readonly registry: ReadonlyMap<string, Plugin>;
  /** Plugins that were found and cannot be used. */
  readonly off: readonly OffPlugin[];
  readonly secrets: (name: string) => string | undefined;
  readonly refuseSecret: RefuseSecret;
  readonly http: (policy: { hosts: readonly string[] }) => Send;
  readonly connect: (policy: { trusted: ReadonlySet<string>; hosts: readonly string[] }) => Connect;
  readonly tokens: TokenSource;
  readonly log: Log;
  /** Runs code of a plugin; `owner` gets what it throws where nothing waits for it. */
  readonly within: <T>(owner: (thrown: unknown) => void, run: () => T) => T;
};

const redactingLog = (input: {
  log: Log;
  redactor: Redactor;
  names: Readonly<Record<string, string>>;
}): Log => {
  const line =
    (level: keyof Log): Log[keyof Log] =>
    (fields, message) =>
      input.log[level]({ ...input.redactor.fields(fields), ...input.names }, input.redactor.text(message));
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
};

/** Why an entry has no plugin. */
const noPlugin = (entry: InstanceEntry, deps: InstanceDeps): Problem => {
  const { instance } = entry;
  const off = deps.off.find(({ id }) => id === entry.plugin);
  if (off !== undefined) {
    const message = `The plugin "${off.id}" (${off.from}) cannot be used. ${off.why}`;
    const hint = 'Correct it, then start the engine again.';
    return instanceProblem({ code: 'plugin-off', instance, path: ['use'], message, hint });
  }
  const message = `There is no plugin "${entry.plugin}".`;
  const hint = `Use one of: ${[...deps.registry.keys()].sort().join(', ')}.`;
  return instanceProblem({ code: 'unknown-plugin', instance, path: ['use'], message, hint });
};

/** Gets what an instance throws where nothing waits for it. */
const createOwner = (log: Log) => (thrown: unknown) =>
  log.error(
    { code: 'plugin-misbehaved', error: messageOf(thrown) },
    'The plugin threw an error that nothing waits for. Await its promises, and listen to the errors of what it opens.',
  );

/** Binds one entry to its plugin, or says everything that is wrong with it. */
const readEntry = (
  entry: InstanceEntry,
  deps: InstanceDeps,
): { live: LiveInstance } | { problems: readonly Problem[] } => {
  const { tenant, instance } = entry;
  if (!/^[a-z][a-z0-9-]{0,49}$/.test(instance)) {
    const message = `"${instance}" cannot be the name of a plugin instance.`;
    const hint = 'Use lower-case letters, digits and hyphens, a letter first, at most 50.';
    return { problems: [instanceProblem({ code: 'invalid-name', instance, message, hint })] };
  }
  const plugin = deps.registry.get(entry.plugin);
  if (plugin === undefined) return { problems: [noPlugin(entry, deps)] };
  const { secrets, refuseSecret: refuse } = deps;
  const resolved = resolveSecrets({ instance, plugin: plugin.id, config: entry.config, secrets, refuse });
  const redactor = createRedactor(resolved.found);
  const names = { tenant, instance, plugin: plugin.id };
  const log = redactingLog({ log: deps.log, redactor, names });
  const hosts = plugin.hostsOf(resolved.config) ?? [];
  const reach = { trusted: namedByOperator(resolved.found), hosts };
  const connect = deps.connect(reach);
  const bound = plugin.bind({ config: resolved.config, tenant, instance, log, connect, reach });
  const stray = strayingSecrets({ plugin, hosts, named: resolved.named, refuse });
  const problems = [
    ...resolved.problems,
    ...stray.map(({ path, ...no }) =>
      instanceProblem({ code: 'secret-not-allowed', instance, path: ['config', ...path], ...no }),
    ),
    ...(bound.ok ? [] : schemaProblems({ instance, error: bound.error, missing: resolved.missing })),
  ];
  if (!bound.ok || problems.length > 0) return { problems };
  const send = deps.http({ hosts });
  const authorization = createAuthorization({
    auth: bound.bound.auth,
    place: { tenant, instance, plugin: plugin.id, hosts, send },
    tokens: deps.tokens,
    hide: redactor.add,
  });
  const strayIn = (fields: readonly string[]) =>
    strayingSecrets({
      plugin: { ...plugin, keptSecrets: plugin.keptSecrets.filter((field) => !fields.includes(field)) },
      hosts,
      named: resolved.named.filter(({ field }) => fields.includes(field)),
      refuse,
    });
  const own = owned(bound.bound, (run) => deps.within(createOwner(log), run));
  return { live: { tenant, instance, plugin, bound: own, send, log, redactor, strayIn, authorization } };
};

/** The same, whatever fails: one instance never takes the others along. */
const readSafely = (entry: InstanceEntry, deps: InstanceDeps): ReturnType<typeof readEntry> => {
  try {
    return readEntry(entry, deps);
  } catch (thrown) {
    const { instance } = entry;
    deps.log.error({ instance, error: messageOf(thrown) }, 'A plugin failed on its own configuration.');
    const message = `The plugin "${entry.plugin}" failed on the configuration of "${instance}".`;
    const hint = 'See the log, and the config of this plugin in docs/plugins.md.';
    return { problems: [instanceProblem({ code: 'plugin-misbehaved', instance, message, hint })] };
  }
};

const keyOf = (input: { tenant: string; instance: string }): string => `${input.tenant}/${input.instance}`;

/** Every entry as an instance, found by tenant and name; an entry with a problem is there, and refused. */
export const readInstances = (input: { entries: readonly InstanceEntry[]; deps: InstanceDeps }) => {
  const instances = new Map<string, Instance>();
  const problems: Problem[] = [];
  for (const entry of input.entries) {
    const { tenant, instance } = entry;
    const key = keyOf(entry);
    if (instances.has(key)) {
      const message = `Two plugin instances are called "${instance}".`;
      const hint = 'Give each instance a name of its own.';
      problems.push(instanceProblem({ code: 'duplicate-name', instance, message, hint }));
      continue;
    }
    const read = readSafely(entry, input.deps);
    if ('live' in read) {
      instances.set(key, { state: 'live', ...read.live });
    } else {
      instances.set(key, { state: 'refused', tenant, instance });
      problems.push(...read.problems);
    }
  }
  return {
    problems,
    find: (name: { tenant: string; instance: string }): Instance | undefined => instances.get(keyOf(name)),
    live: (): LiveInstance[] => [...instances.values()].filter((one) => one.state === 'live'),
  };
};

export type Instances = ReturnType<typeof readInstances>;
