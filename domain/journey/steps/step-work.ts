import type { Json, JsonObject } from '../../json.ts';
import type { Profile } from '../../profiles/profile.ts';
import type { RecommendKind } from '../../recommendations/rank.ts';
import type { Decider } from '../../rules/decide/decider.ts';
import type { Effect, EffectResult } from '../effects.ts';
import type { RecordWork, RecordWorked } from './record.ts';

/** What came of an effect, or that it has to be done outside the burst, in an activity of its own. */
export type Performed =
  | { readonly kind: 'result'; readonly result: EffectResult }
  | { readonly kind: 'pending'; readonly afterMs?: number };

/** A result as what came of an effect. */
export const resulted = (result: EffectResult): Performed => ({ kind: 'result', result });

/** A task for the team, as a step gives it. Instants in epoch milliseconds. */
export type NewTask = {
  readonly id: string;
  readonly step: string;
  readonly title: string;
  readonly team?: string;
  readonly dueAt?: number;
};

/** What an effect can do to the world. The engine hands it in, for one run at one step. */
export type StepPorts = {
  /** Which of the conditions of the step holds. */
  readonly decide: () => ReturnType<Decider['decide']>;
  readonly expose: (drawn: string) => Promise<{ readonly arm: string; readonly isDecided: boolean }>;
  readonly send: () => Promise<Performed>;
  /** Changes the profile once for this visit, whatever is repeated. */
  readonly changeProfile: (apply: (profile: Profile) => Profile) => Promise<void>;
  readonly issueOffer: (offer: string) => Promise<EffectResult>;
  /** Awards points of a programme, or spends some (`by` below zero), once for this visit, whatever is repeated. */
  readonly points: (asked: { program: string; by: number; reason: string }) => Promise<EffectResult>;
  /** Gives or ends a membership of a programme, once for this visit, whatever is repeated. */
  readonly membership: (asked: {
    program: string;
    membership: string;
    action: 'give' | 'end';
  }) => Promise<EffectResult>;
  /** Gives store credit, once for this visit, whatever is repeated. */
  readonly credit: (asked: { value: unknown; reason: string; expiresAt?: number }) => Promise<EffectResult>;
  /** Products that can be bought and that the person does not own: beside the given ones, or by what they bought. The best first. */
  readonly recommend: (asked: {
    by: 'goes-with' | RecommendKind;
    limit: number;
    beside: readonly unknown[] | undefined;
  }) => Promise<readonly JsonObject[]>;
  readonly callPlugin: (call: {
    instance: string;
    action: string;
    version: number;
    input: JsonObject;
  }) => Promise<Performed>;
  /** Makes or changes a record once for this visit, whatever is repeated. */
  readonly record: (work: RecordWork) => Promise<RecordWorked>;
  /** Answers in a conversation of the person once for this visit, whatever is repeated. */
  readonly reply: (asked: {
    conversation: string;
    text: string;
    state: 'open' | 'waiting' | 'solved' | undefined;
  }) => Promise<EffectResult>;
  readonly addTask: (task: NewTask) => Promise<void>;
  readonly enrol: (input: {
    journey: string;
    key: string;
    cause: string;
  }) => Promise<{ readonly run: string } | { readonly refused: string }>;
};

/** A step at work: what it knows, and what it can do. */
export type StepWork<S> = {
  readonly step: S;
  readonly effect: Effect;
  /** The id under which this visit changes anything once. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The zone of the person. */
  readonly zone: string;
  readonly entryKey: string;
  /** The object whose records the journey is about. */
  readonly recordKind: string | undefined;
  /** The stages of the customer's life cycle, in their order. */
  readonly stages: readonly string[];
  /** Fills the templates of the step; undefined when it has none. */
  readonly fill: () => Json | undefined;
  /** What stands at a path under `profile`, `entry`, `event`, `record` or `steps`. */
  readonly read: (path: string) => unknown;
  /** The end of a duration from now on, in the zone of the person. */
  readonly end: (text: string) => number;
  readonly ports: StepPorts;
};
