import type { JsonObject } from '../json.ts';
import type { Problem } from '../problem.ts';

/** What a workspace may want to know of a plugin. */
export type PluginEntry = {
  readonly actions: readonly string[];
  /** The channels its actions send on. */
  readonly channels: readonly string[];
  /** What is wrong with a config, with paths within it. */
  readonly checkConfig?: (config: JsonObject) => readonly Problem[];
};

/** The plugins at hand, by id. */
export type PluginCatalog = ReadonlyMap<string, PluginEntry>;
