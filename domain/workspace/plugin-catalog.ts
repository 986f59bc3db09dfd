import type { PluginFacts } from '../journey/journey-context.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Problem } from '../problem.ts';

/** What a workspace may want to know of a plugin. */
export type PluginEntry = {
  readonly actions: readonly string[];
  /** The channels its actions send on. */
  readonly channels: readonly string[];
  /** What is wrong with a config, with paths within it. */
  readonly checkConfig?: (config: JsonObject) => readonly Problem[];
  /** What is wrong with the input of an action as it is written, templates and all; paths begin with `input`. */
  readonly checkInput?: (call: { action: string; input: Json }) => readonly Problem[];
};

/** The plugins at hand, by id. */
export type PluginCatalog = ReadonlyMap<string, PluginEntry>;

/** What journeys and rules may want to know of an instance that uses a plugin. */
export const pluginFactsOf = (input: { use: string; plugins: PluginCatalog | undefined }): PluginFacts => {
  const { use } = input;
  const entry = input.plugins?.get(use);
  return { use, actions: entry?.actions, checkInput: entry?.checkInput };
};
