import { type Json, toJson } from '../../json.ts';
import type { Because } from '../../rules/decide/decider.ts';
import type { Command } from './commands.ts';
import type { Decision } from '../decisions.ts';
import type { JourneyDefinition } from '../definition.ts';
import type { Effect, EffectResult } from '../effects.ts';
import type { Graph, Node } from '../graph.ts';
import type { WaitFacts } from './plan-wait.ts';
import { leaveRounds } from './rounds.ts';
import type { RunState } from './run-state.ts';

/** What the reducer may know of the person and the tenant. Everything else comes back through effects. */
export type ReduceFacts = WaitFacts & {
  readonly profileId: string;
  /** The tenant keeps this person out of all marketing, to measure what marketing does. */
  readonly globalHoldout: boolean;
};

/** What happened to the run since it last moved. */
export type ReduceInput =
  | { readonly kind: 'start' }
  | { readonly kind: 'time' }
  | {
      readonly kind: 'event';
      readonly id: string;
      /** As its sender names it. */
      readonly messageId: string;
      readonly name: string;
      /** When it arrived. */
      readonly at: number;
      /** The first exit it satisfies, or the first event of the wait at hand; null when none. */
      readonly exit: number | null;
      readonly branch: number | null;
      /** The comparisons behind a condition that came to hold. */
      readonly because?: Json;
    }
  /** The condition of an exit holds. */
  | { readonly kind: 'holds'; readonly exit: number; readonly because: Json }
  /** A trait changed that the wait at hand may depend on. */
  | { readonly kind: 'retime' }
  | { readonly kind: 'result'; readonly result: EffectResult }
  /** Comes to a step of this version, having crossed from another. */
  | { readonly kind: 'enter'; readonly step: string | null; readonly since: number }
  /** Stands on this step of this version now; a wait goes on from when it began. */
  | { readonly kind: 'adopt'; readonly step: string | null }
  | { readonly kind: 'task-done'; readonly taskId: string; readonly output: Json }
  | { readonly kind: 'command'; readonly command: Command }
  /** The channel it was held for is on again. */
  | { readonly kind: 'released' }
  /** Its whole journey stands still, since `at`. */
  | { readonly kind: 'hold'; readonly at: number };

/** What the run needs next. */
export type Next =
  | { readonly kind: 'effect'; readonly effect: Effect }
  | { readonly kind: 'wait'; readonly until: number | null }
  | { readonly kind: 'done'; readonly outcome: string }
  /** The run crosses to another version here; the caller loads it and enters `step`. */
  | {
      readonly kind: 'switch';
      readonly version: number;
      readonly step: string | null;
      /** `enter`: it comes to the step; `adopt`: it stands there already. */
      readonly how: 'enter' | 'adopt';
      /** Where it goes on in the version it is in, should the other one not have the step. */
      readonly orElse: string | null;
    };

export type Reduced = {
  readonly state: RunState;
  readonly decisions: readonly Decision[];
  readonly next: Next;
};

export type ReduceContext = {
  readonly definition: JourneyDefinition;
  readonly graph: Graph;
  readonly facts: ReduceFacts;
  readonly now: number;
};

/** The run as it stands, unchanged. */
export const stay = (state: RunState): Reduced => {
  if (state.outcome !== null) return { state, decisions: [], next: { kind: 'done', outcome: state.outcome } };
  if (state.frozen !== null) return { state, decisions: [], next: { kind: 'wait', until: null } };
  const { waiting } = state;
  if (waiting === null) return { state, decisions: [], next: { kind: 'wait', until: null } };
  if (waiting.kind === 'effect' && waiting.until === null) {
    return { state, decisions: [], next: { kind: 'effect', effect: waiting.effect } };
  }
  return { state, decisions: [], next: { kind: 'wait', until: waiting.until } };
};

/** The step a run stands on, in the graph. */
export const nodeAt = (input: { context: Pick<ReduceContext, 'graph'>; state: RunState }): Node | undefined =>
  input.state.at === null ? undefined : input.context.graph.nodes.get(input.state.at);

/** Ends the run. */
export const finish = (input: { state: RunState; outcome: string; decision: Decision }): Reduced => ({
  state: { ...input.state, at: null, waiting: null, frozen: null, outcome: input.outcome },
  decisions: [input.decision],
  next: { kind: 'done', outcome: input.outcome },
});

/** Puts decisions before those of a result. */
export const prepend = (decisions: readonly Decision[], reduced: Reduced): Reduced => ({
  ...reduced,
  decisions: [...decisions, ...reduced.decisions],
});

type Departure = { readonly kind: 'on'; readonly state: RunState; readonly step: string | null };
type Stop = { readonly kind: 'stops'; readonly reduced: Reduced };

/** Steps off a step: to the given branch of it, or to what follows; or stops to cross to another version. */
const depart = (input: {
  context: ReduceContext;
  state: RunState;
  branch?: string | undefined;
  since: number;
}): Departure | Stop => {
  const node = nodeAt(input);
  const target = node === undefined ? null : nextOf({ node, branch: input.branch });
  const state = leaveRounds({ graph: input.context.graph, state: input.state, to: target });
  const moved: RunState = { ...state, waiting: null, since: input.since };
  if (state.moveTo === null) return { kind: 'on', state: moved, step: target };
  const { version, map } = state.moveTo;
  const step = target === null ? null : (map[target] ?? target);
  const next: Next = { kind: 'switch', version, step, how: 'enter', orElse: target };
  const crossed: RunState = { ...moved, moveTo: null, rounds: renamed({ rounds: moved.rounds, map }) };
  return { kind: 'stops', reduced: { state: crossed, decisions: [], next } };
};

/** The rounds done so far, under the names a `repeat` has in the version it crosses to; known by both until it has. */
export const renamed = (input: {
  rounds: RunState['rounds'];
  map: Readonly<Record<string, string>>;
}): RunState['rounds'] => {
  const { rounds, map } = input;
  const inOther = Object.entries(rounds).flatMap(([id, count]): [string, number][] => {
    const name = map[id];
    return name === undefined ? [] : [[name, count]];
  });
  return { ...rounds, ...Object.fromEntries(inOther) };
};

/** Goes on from a step: to the given branch of it, or to what follows; or crosses to another version. */
export const leave = (input: {
  context: ReduceContext;
  state: RunState;
  branch?: string;
  since: number;
}): Reduced => {
  const left = depart(input);
  return left.kind === 'stops'
    ? left.reduced
    : enter({ context: input.context, state: left.state, step: left.step });
};

const nextOf = (input: {
  node: { next: string | null; branches: Readonly<Record<string, string | null>> };
  branch: string | undefined;
}): string | null => {
  if (input.branch === undefined) return input.node.next;
  const target = input.node.branches[input.branch];
  return target === undefined ? input.node.next : target;
};

/** A step that a run passes through at once. */
type Passing = {
  readonly kind: 'passes';
  readonly state: RunState;
  readonly decision?: Decision;
  readonly branch?: string;
};

/** What follows when a run comes to a step: it goes on at once, or stops for an effect or a wait, or ends. */
export type Arrival = Passing | Stop;

/** So many steps may be passed without an effect or a wait; more are a loop that would never come to rest. */
const hopsMax = 1000;

/** Comes to a step (null: the end of the journey) and goes on until something has to be done or waited for. */
export const enter = (input: { context: ReduceContext; state: RunState; step: string | null }): Reduced => {
  const { context } = input;
  const decisions: Decision[] = [];
  let { state, step } = input;
  for (let hops = 0; hops < hopsMax; hops += 1) {
    const arrived = arrive({ context, state, step });
    if (arrived.kind === 'stops') return prepend(decisions, arrived.reduced);
    if (arrived.decision !== undefined) decisions.push(arrived.decision);
    const left = depart({
      context,
      state: arrived.state,
      branch: arrived.branch,
      since: arrived.state.since,
    });
    if (left.kind === 'stops') return prepend(decisions, left.reduced);
    ({ state, step } = left);
  }
  const decision: Decision = { kind: 'exited', step: state.at, visit: state.visit, reason: 'never-rests' };
  return prepend(decisions, finish({ state, outcome: 'broken', decision }));
};

/** An arrival at which the run stops. */
export const stopping = (reduced: Reduced): Stop => ({ kind: 'stops', reduced });

const arrive = (input: { context: ReduceContext; state: RunState; step: string | null }): Arrival => {
  const { context, step: id } = input;
  if (id === null) {
    const decision: Decision = { kind: 'completed', step: null, visit: 0 };
    return stopping(finish({ state: input.state, outcome: 'completed', decision }));
  }
  const node = context.graph.nodes.get(id);
  if (node === undefined) {
    const decision: Decision = { kind: 'exited', step: id, visit: 0, reason: 'step-not-in-version' };
    return stopping(finish({ state: input.state, outcome: 'lost-step', decision }));
  }
  const state = { ...visiting({ state: input.state, step: id }), waiting: null };
  const { step, stepType } = node;
  return (
    stepType.arrive?.({ context, state, step }) ??
    ask({ context, state, effect: { kind: stepType.effect ?? step.type } })
  );
};

/** Counts a new visit to a step. */
export const visiting = (input: { state: RunState; step: string }): RunState => {
  const { state, step } = input;
  const visit = (state.visits[step] ?? 0) + 1;
  return { ...state, at: step, visit, visits: { ...state.visits, [step]: visit } };
};

/** Asks for an effect of the step at hand. */
export const ask = (input: {
  context: ReduceContext;
  state: RunState;
  effect: Omit<Effect, 'step' | 'visit'>;
}): Stop => {
  const { state, context } = input;
  const effect: Effect = { ...input.effect, step: state.at ?? '', visit: state.visit };
  return stopping({
    state: { ...state, waiting: { kind: 'effect', from: context.now, until: null, effect } },
    decisions: [],
    next: { kind: 'effect', effect },
  });
};

/** Stops at a wait. What was left out as overdue ends here. */
export const park = (input: {
  state: RunState;
  waiting: NonNullable<RunState['waiting']>;
  reason?: string;
}): Reduced => {
  const { state, waiting } = input;
  const until = waiting.until;
  const decision: Decision = {
    kind: 'waiting',
    step: state.at,
    visit: state.visit,
    ...(input.reason === undefined ? {} : { reason: input.reason }),
    detail: { until: until === null ? null : new Date(until).toISOString() },
  };
  return {
    state: { ...state, waiting, skipping: false },
    decisions: [decision],
    next: { kind: 'wait', until },
  };
};

/** The row of the ledger for a branch that is taken. */
export const branched = (input: {
  state: RunState;
  branch: string;
  reason: string;
  because?: readonly Because[] | undefined;
}): Decision => {
  const { state, branch, because } = input;
  return {
    kind: 'branched',
    step: state.at,
    visit: state.visit,
    reason: input.reason,
    detail: { branch, ...(because === undefined ? {} : { because: toJson(because) }) },
  };
};

/** Takes a branch of the step at hand. */
export const branchTo = (input: {
  context: ReduceContext;
  state: RunState;
  branch: string;
  reason: string;
  because?: readonly Because[];
}): Reduced => {
  const { context, state, branch } = input;
  return prepend([branched(input)], leave({ context, state, branch, since: state.since }));
};
