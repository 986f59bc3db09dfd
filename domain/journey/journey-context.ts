import type { Limiting, QuietSetting } from '../gate/limits.ts';
import type { Json } from '../json.ts';
import type { ObjectDefinition } from '../objects/definition.ts';
import type { Problem } from '../problem.ts';

/** What a journey may want to know of a message. */
export type MessageFacts = {
  readonly channel: string;
  readonly class: 'marketing' | 'transactional';
  readonly topic: string;
  /** The steps whose results its templates read. */
  readonly steps: readonly string[];
  /** The fields of a record that its templates read: `amount.minor`. */
  readonly record?: readonly string[];
} & Limiting;

/** What a journey may want to know of a plugin instance; undefined where the plugin is not at hand. */
export type PluginFacts = {
  readonly use: string;
  readonly actions: readonly string[] | undefined;
  /** What is wrong with the input of one of its actions, as it is written; paths begin with `input`. */
  readonly checkInput?:
    | ((call: { action: string; version?: number | undefined; input: Json }) => readonly Problem[])
    | undefined;
  /** The versions of one of its actions that can be called, the newest first. */
  readonly versionsOf?: ((action: string) => readonly number[]) | undefined;
};

/** A frequency cap as the settings have it. */
export type CapFacts = {
  readonly channel?: string | undefined;
  readonly topic?: string | undefined;
  readonly max: number;
  readonly within: string;
};

/**
 * The rest of the workspace, as far as a journey can refer to it. A thing that is there but could not be read
 * is listed without its facts, so that one mistake is not reported twice.
 */
export type JourneyContext = {
  readonly messages: ReadonlyMap<string, MessageFacts | undefined>;
  readonly offers: ReadonlySet<string>;
  /** Loyalty programmes. */
  readonly programs: ReadonlySet<string>;
  readonly segments: ReadonlySet<string>;
  readonly journeys: ReadonlySet<string>;
  /** What ciclo.json names is undefined when that file could not be read: nothing is said about it. */
  readonly plugins: ReadonlyMap<string, PluginFacts> | undefined;
  /** Channels somebody can deliver on; undefined when it is not known. */
  readonly channels: ReadonlySet<string> | undefined;
  readonly topics: ReadonlySet<string> | undefined;
  readonly stages: readonly string[] | undefined;
  readonly teams: ReadonlySet<string> | undefined;
  /** Objects by their keys, those that come with Ciclo among them; undefined for one that could not be read. */
  readonly objects: ReadonlyMap<string, ObjectDefinition | undefined>;
  readonly caps: readonly CapFacts[];
  readonly quietHours: readonly QuietSetting[];
};
