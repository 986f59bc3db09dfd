import type { Problem } from '../../domain/problem.ts';
import type { Log } from '../contract/context.ts';
import type { Bound, Plugin } from '../contract/plugin.ts';
import type { Send } from './http-client.ts';
import { instanceProblem, resolveSecrets, schemaProblems } from './instance-config.ts';
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
};

/** What an entry became: a working instance, or one that is off until its problems are mended. */
export type Instance =
  | ({ readonly state: 'live' } & LiveInstance)
  | { readonly state: 'refused'; readonly tenant: string; readonly instance: string };

export type InstanceDeps = {
  readonly registry: ReadonlyMap<string, Plugin>;
  readonly secrets: (name: string) => string | undefined;
  readonly http: (policy: { hosts: readonly string[] }) => Send;
  readonly log: Log;
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

/** Binds one entry to its plugin, or says everything that is wrong with it. */
const readEntry = (
  entry: InstanceEntry,
  deps: InstanceDeps,
): { live: LiveInstance } | { problems: readonly Problem[] } => {
  const { tenant, instance } = entry;
  if (!/^[a-z][a-z0-9-]{0,49}$/.test(instance)) {
    const message = `"${instance}" cannot be the name of a plugin instance.`;
    const mend = 'Use lower-case letters, digits and hyphens, a letter first, at most 50.';
    return { problems: [instanceProblem({ code: 'invalid-name', instance, message, mend })] };
  }
  const plugin = deps.registry.get(entry.plugin);
  if (plugin === undefined) {
    const message = `There is no plugin "${entry.plugin}".`;
    const mend = `Use one of: ${[...deps.registry.keys()].sort().join(', ')}.`;
    return {
      problems: [instanceProblem({ code: 'unknown-plugin', instance, path: ['use'], message, mend })],
    };
  }
  const resolved = resolveSecrets({ instance, config: entry.config, secrets: deps.secrets });
  const redactor = createRedactor(resolved.found);
  const names = { tenant, instance, plugin: plugin.id };
  const log = redactingLog({ log: deps.log, redactor, names });
  const bound = plugin.bind({ config: resolved.config, tenant, instance, log });
  const problems = [
    ...resolved.problems,
    ...(bound.ok ? [] : schemaProblems({ instance, error: bound.error, missing: resolved.missing })),
  ];
  if (!bound.ok || problems.length > 0) return { problems };
  const send = deps.http({ hosts: bound.bound.hosts });
  return { live: { tenant, instance, plugin, bound: bound.bound, send, log, redactor } };
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
      const mend = 'Give each instance a name of its own.';
      problems.push(instanceProblem({ code: 'duplicate-name', instance, message, mend }));
      continue;
    }
    const read = readEntry(entry, input.deps);
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
