import type { PluginFacts } from '../journey/journey-context.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Problem } from '../problem.ts';

/** The input of an action as it is written, for the newest version by default. */
export type ActionInput = {
  readonly action: string;
  readonly version?: number | undefined;
  readonly input: Json;
};

/** What a workspace may want to know of a plugin. */
export type PluginEntry = {
  /** Undefined where they are not known, since the plugin could not be loaded. */
  readonly actions: readonly string[] | undefined;
  /** Why the plugin cannot be used. */
  readonly off?: string;
  /** The channels its actions send on. */
  readonly channels: readonly string[];
  /** What is wrong with a config, with paths within it. */
  readonly checkConfig?: (config: JsonObject) => readonly Problem[];
  /** What of an instance with this config can be kept the same on both sides; undefined for a config that cannot be read. */
  readonly objectsOf?: (config: JsonObject) => readonly string[] | undefined;
  /** What is wrong with the input of an action as it is written, templates and all; paths begin with `input`. */
  readonly checkInput?: (call: ActionInput) => readonly Problem[];
  /** The versions of an action that can be called, the newest first; none of an unknown action. */
  readonly versionsOf?: (action: string) => readonly number[];
};

/** The plugins at hand, by id. */
export type PluginCatalog = ReadonlyMap<string, PluginEntry>;

/** What journeys and rules may want to know of an instance that uses a plugin. */
export const pluginFactsOf = (input: { use: string; plugins: PluginCatalog | undefined }): PluginFacts => {
  const { use } = input;
  const entry = input.plugins?.get(use);
  return { use, actions: entry?.actions, checkInput: entry?.checkInput, versionsOf: entry?.versionsOf };
};

/** The channels that the plugins in use send on; undefined where they are not known, since a plugin is not at hand. */
export const channelsInUse = (input: {
  uses: Iterable<string>;
  plugins: PluginCatalog | undefined;
}): ReadonlySet<string> | undefined => {
  const { plugins } = input;
  if (plugins === undefined) return undefined;
  const entries = [...input.uses].map((use) => plugins.get(use));
  if (entries.some((entry) => entry?.off !== undefined)) return undefined;
  return new Set(entries.flatMap((entry) => entry?.channels ?? []));
};
