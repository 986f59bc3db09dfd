import type { z } from 'zod';

import type { WordsOf } from '../../ledger/words.ts';
import type { Problem } from '../../problem.ts';
import type { Conditions } from '../../rules/conditions.ts';
import type { DecisionKind } from '../decisions.ts';
import type { EffectResult } from '../effects.ts';
import type { JourneyContext } from '../journey-context.ts';
import type { RunState, Waiting } from '../reduce/run-state.ts';
import type { Match } from '../step-fields.ts';
import type { Step } from '../steps.ts';
import type { Arrival, ReduceContext, Reduced, ReduceInput } from '../reduce/transitions.ts';
import type { PluginCall } from '../action-version.ts';
import type { Performed, StepWork } from './step-work.ts';

/** What every step has. */
export type StepBase = { readonly id: string; readonly type: string; readonly note?: string | undefined };

/** A list of steps inside a step: the name of the branch, its steps, and the field they stand in. */
export type InnerList = { readonly name: string; readonly steps: readonly Step[]; readonly field: string };

/** An event a step waits for, and the field it stands in. */
export type AwaitedEvent = {
  readonly on: string;
  readonly where?: Conditions | undefined;
  readonly match?: Match | undefined;
  readonly field: string;
};

/** The schema of a list of steps, with what the list is for. */
export type StepsOf = (what: string) => z.ZodType<Step[]>;

/** A run that stands on a step. */
export type At<S extends StepBase> = {
  readonly context: ReduceContext;
  readonly state: RunState;
  readonly step: S;
};

/**
 * Everything that is particular to one type of step. Whatever is left out is as with most steps: no branches, no
 * conditions, one effect of the name of the type, and the run goes on behind it. Checks, reducer, ledger and the
 * editor's JSON Schema ask only this; nothing else lists the types there are.
 */
export type StepType<S extends StepBase = Step> = {
  readonly type: S['type'];
  /** The schema of the step as it is written; `stepsOf` is the schema of a list of steps inside it. */
  schema(stepsOf: StepsOf): z.ZodType<S> & z.core.$ZodTypeDiscriminable;

  // What stands in the step, for the checks.
  branches?(step: S): readonly InnerList[];
  /** Its branch leads back to it: it repeats. */
  readonly loops?: true;
  /** Conditions decided by the facts of the run, in the order in which they are looked at, and their fields. */
  conditions?(step: S): readonly { readonly conditions: Conditions; readonly field: string }[];
  awaits?(step: S): readonly AwaitedEvent[];
  /** Other names of events it goes by. */
  eventNames?(step: S): readonly { readonly name: string; readonly field: string }[];
  /** The value that may hold templates, filled before the step acts. */
  templates?(step: S): { readonly value: unknown; readonly field: string };
  /** Plain paths it reads, such as `$.steps.gift.expiresAt`. */
  reads?(step: S): readonly {
    readonly text: string;
    readonly field: string;
    /** The step says what follows when nothing stands there. */
    readonly orElse?: boolean;
  }[];
  /** What it gives as `steps.<id>`: nothing by default; `anything` where only a plugin or a person knows. */
  readonly gives?: readonly string[] | 'anything';
  /** What is wrong with it beyond its shape; `path` is where it stands in the file. */
  check?(input: { step: S; path: string }): readonly Problem[];
  /** What it names and the rest of the workspace does not have. */
  checkReferences?(input: { step: S; path: string; context: JourneyContext }): readonly Problem[];
  /** The actions of plugins it calls, once it is published. */
  calls?(step: S): readonly PluginCall[];
  /** Fills in what is settled when it is published, such as the version of what it calls. */
  publish?(input: { step: S; context: JourneyContext }): void;
  /** Whether a run can go on behind it without taking one of its branches; yes by default. */
  goesOn?(step: S): boolean;
  /** The later step it goes on with instead of the next of its list, and the field that names it. */
  goesTo?(step: S): { readonly id: string; readonly field: string };
  /** Whether a run has to wait here. */
  rests?(step: S): boolean;
  /** How long a run stays at least and at most, in milliseconds, beside its branches; no time by default. */
  stays?(step: S): { readonly least: number; readonly most: number };
  /** It reaches people or systems outside, so that many of it in one second are hardly meant. */
  readonly actsOutside?: true;
  /** The journeys it starts. */
  starts?(step: S): readonly string[];
  /** What can be chosen for it in a simulation; the names of its branches by default. */
  outcomes?(step: S): readonly string[];

  /** The outcome that nothing came in time. */
  readonly timeout?: string;

  // What a run does with it, for the reducer.
  /** The effect it asks for: of its own name by default, null when it asks for none. */
  readonly effect?: 'decide' | 'expose' | null;
  /** The effect leaves no trace outside the run, so it can simply be done again. */
  readonly traceless?: true;
  /** What follows when a run comes to it, instead of asking for its effect. */
  arrive?(at: At<S>): Arrival;
  /** What follows from a result of its effect; undefined for what follows with any step. */
  result?(at: At<S> & { readonly result: EffectResult }): Reduced | undefined;
  /** The row of the ledger for an effect that is done: `acted` by default. */
  readonly told?: DecisionKind;
  /** What follows from an event it waits for. */
  awaited?(at: At<S> & { readonly event: Extract<ReduceInput, { kind: 'event' }> }): Reduced;
  /** Its time has come; undefined to go on behind it. */
  timeComes?(at: At<S>): Reduced | undefined;
  /** Goes on with a wait that began in another version; undefined when it does not wait like that. */
  stand?(at: At<S> & { readonly waiting: Waiting }): Reduced | undefined;
  /** Its end is an instant of its own: a stop of the run does not move it. */
  isFixed?(step: S): boolean;
  /** Its wait goes by the local time of the person, so that another time zone must time it again. */
  isLocal?(step: S): boolean;

  /** Does its effect. */
  perform?(work: StepWork<S>): Promise<Performed>;
  /** Sentences of the ledger that are its own, by the kind of the decision. */
  readonly words?: WordsOf;
};

/** The types of step of a language, by their names. */
export type StepTypes = ReadonlyMap<string, StepType>;
