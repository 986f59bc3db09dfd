import type { z } from 'zod';

import type { Json } from '../../json.ts';
import type { PluginCall } from '../../journey/action-version.ts';
import type { JourneyContext } from '../../journey/journey-context.ts';
import type { Problem } from '../../problem.ts';
import type { Profile } from '../../profiles/profile.ts';
import type { RuleEvent } from '../outcomes.ts';

/** What every outcome has: what a fired rule asks for. */
export type OutcomeBase = { readonly type: string; readonly params: unknown };

/** A name an outcome uses, where it stands in `params`, and what there is in the workspace. */
export type NameUsed = {
  readonly field: string;
  readonly kind: string;
  readonly word: string;
  readonly known: Iterable<string> | undefined;
};

/** How an outcome reaches the world. Each is done once for an event and a rule, however often the event is dispatched. */
export type OutcomePorts = {
  /** Starts a journey for the person; nothing when it is not live. */
  enrol(input: { journey: string; key?: string }): Promise<void>;
  /** Gives work to the team; `due` is a duration. */
  addTask(input: { title: string; team?: string; due?: string }): Promise<void>;
  /** Calls an action of a plugin; rejects with `unavailable` when it must be tried again. */
  callPlugin(input: {
    plugin: string;
    action: string;
    version: number;
    input: Readonly<Record<string, unknown>>;
  }): Promise<void>;
};

/** An outcome at work outside of the profile. */
export type OutcomeWork<O extends OutcomeBase> = {
  readonly params: O['params'];
  /** What people call the rule. */
  readonly ruleName: string;
  /** Fills the templates in a value, from the profile, the event and the tenant. */
  readonly fill: (value: unknown) => Json;
  readonly ports: OutcomePorts;
};

/**
 * Everything that is particular to what a fired rule does. The parser, the checks, the dispatch and the editor's JSON Schema ask only this; nothing
 * else lists the outcomes there are.
 */
export type OutcomeType<O extends OutcomeBase = RuleEvent> = {
  readonly type: O['type'];
  /** The schema of `event` in a rule file. */
  readonly schema: z.ZodType<O> & z.core.$ZodTypeDiscriminable;
  /** What it names and the workspace has to have. */
  names?(input: { params: O['params']; context: JourneyContext }): readonly NameUsed[];
  /** Values of its `params` that may hold templates. */
  templates?(params: O['params']): readonly { readonly value: unknown; readonly field: string }[];
  /** What is wrong with it beyond its shape and its names; `path` is where `params` stand in the file. */
  check?(input: { params: O['params']; context: JourneyContext; path: string }): readonly Problem[];
  /** The actions of plugins it calls, once it is published. */
  calls?(params: O['params']): readonly PluginCall[];
  /** Fills in what is settled when it is published. */
  publish?(input: { params: O['params']; context: JourneyContext }): void;
  /** The journeys it starts. */
  starts?(params: O['params']): readonly string[];
  /** What it changes on the profile; `stages` are those of the tenant, in order, and `at` is when the event happened (epoch milliseconds). */
  apply?(input: { params: O['params']; profile: Profile; stages: readonly string[]; at: number }): Profile;
  /** What it does outside of the profile. */
  perform?(work: OutcomeWork<O>): Promise<void>;
};

/** The outcomes of a language, by their types. */
export type OutcomeTypes = ReadonlyMap<string, OutcomeType>;
