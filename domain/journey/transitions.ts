import { bucketOf, pickByWeight } from '../hash.ts';
import { type Json, toJson } from '../json.ts';
import type { Because } from '../rules/decider.ts';
import type { Command } from './commands.ts';
import type { Decision } from './decisions.ts';
import type { JourneyDefinition } from './definition.ts';
import type { Effect, EffectResult } from './effects.ts';
import type { Graph } from './graph.ts';
import { planWait, type WaitFacts } from './plan-wait.ts';
import type { RunState } from './run-state.ts';
import type { WaitStep } from './steps.ts';

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
      readonly messageId: string;
      readonly name: string;
      /** When it arrived. */
      readonly at: number;
      /** The first exit it satisfies, or the first event of the wait at hand; null when none. */
      readonly exit: number | null;
      readonly branch: number | null;
    }
  /** A trait changed that the wait at hand may hang on. */
  | { readonly kind: 'retime' }
  | { readonly kind: 'result'; readonly result: EffectResult }
  /** Comes to a step of this version, having crossed from another. */
  | { readonly kind: 'enter'; readonly step: string | null; readonly since: number }
  /** Stands on this step of this version now; a wait goes on from when it began. */
  | { readonly kind: 'adopt'; readonly step: string | null }
  | { readonly kind: 'task-done'; readonly taskId: string; readonly output: Json }
  | { readonly kind: 'command'; readonly command: Command };

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

/** Goes on from a step: to the given branch of it, or to what follows; or crosses to another version. */
export const leave = (input: {
  context: ReduceContext;
  state: RunState;
  branch?: string;
  since: number;
}): Reduced => {
  const { context, state } = input;
  const node = state.at === null ? undefined : context.graph.nodes.get(state.at);
  const target = node === undefined ? null : nextOf({ node, branch: input.branch });
  const moved: RunState = { ...state, waiting: null, since: input.since };
  if (state.moveTo !== null) {
    const { version, map } = state.moveTo;
    const step = target === null ? null : (map[target] ?? target);
    return {
      state: { ...moved, moveTo: null },
      decisions: [],
      next: { kind: 'switch', version, step, how: 'enter' },
    };
  }
  return enter({ context, state: moved, step: target });
};

const nextOf = (input: {
  node: { next: string | null; branches: Readonly<Record<string, string | null>> };
  branch: string | undefined;
}): string | null => {
  if (input.branch === undefined) return input.node.next;
  const target = input.node.branches[input.branch];
  return target === undefined ? input.node.next : target;
};

/** Comes to a step and asks for what it needs. */
export const enter = (input: { context: ReduceContext; state: RunState; step: string | null }): Reduced => {
  const { context, step: id } = input;
  if (id === null) {
    const decision: Decision = { kind: 'completed', step: null, visit: 0 };
    return finish({ state: input.state, outcome: 'completed', decision });
  }
  const node = context.graph.nodes.get(id);
  if (node === undefined) {
    const decision: Decision = { kind: 'exited', step: id, visit: 0, reason: 'step-not-in-version' };
    return finish({ state: input.state, outcome: 'lost-step', decision });
  }
  const visit = (input.state.visits[id] ?? 0) + 1;
  const state: RunState = {
    ...input.state,
    at: id,
    visit,
    visits: { ...input.state.visits, [id]: visit },
    waiting: null,
  };
  const ask = (effect: Omit<Effect, 'step' | 'visit'>): Reduced => askFor({ context, state, effect });
  const { step } = node;
  switch (step.type) {
    case 'wait':
      return enterWait({ context, state, step });
    case 'wait-for':
      return park({
        state,
        waiting: { kind: 'events', from: context.now, until: context.now + ms(context, step.timeout) },
      });
    case 'branch':
      return ask({ kind: 'decide' });
    case 'split':
      return branchTo({ context, state, branch: `arm-${armOf({ context, step }).name}`, reason: 'drawn' });
    case 'experiment':
      return ask({ kind: 'expose', arm: armOf({ context, step }).name });
    case 'repeat':
      return enterRepeat({ context, state, step });
    case 'exit':
      return finish({
        state,
        outcome: step.outcome,
        decision: { kind: 'exited', step: id, visit, reason: 'exit-step' },
      });
    case 'send':
      if (state.skipping) {
        const decision: Decision = { kind: 'skipped', step: id, visit, reason: 'overdue' };
        return prepend([decision], leave({ context, state, since: state.since }));
      }
      return ask({ kind: 'send' });
    default:
      return ask({ kind: step.type });
  }
};

const ms = (context: ReduceContext, text: string): number =>
  context.facts.durationEnd({ from: context.now, text }) - context.now;

const askFor = (input: {
  context: ReduceContext;
  state: RunState;
  effect: Omit<Effect, 'step' | 'visit'>;
}): Reduced => {
  const { state, context } = input;
  const effect: Effect = { ...input.effect, step: state.at ?? '', visit: state.visit };
  return {
    state: { ...state, waiting: { kind: 'effect', from: context.now, until: null, effect } },
    decisions: [],
    next: { kind: 'effect', effect },
  };
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

/** Takes a branch of the step at hand. */
export const branchTo = (input: {
  context: ReduceContext;
  state: RunState;
  branch: string;
  reason: string;
  because?: readonly Because[];
}): Reduced => {
  const { context, state, branch } = input;
  const decision: Decision = {
    kind: 'branched',
    step: state.at,
    visit: state.visit,
    reason: input.reason,
    detail: {
      branch,
      ...(input.because === undefined ? {} : { because: toJson(input.because) }),
    },
  };
  return prepend([decision], leave({ context, state, branch, since: state.since }));
};

const armOf = <T extends { readonly name: string; readonly weight: number }>(input: {
  context: ReduceContext;
  step: { id: string; arms: readonly T[] };
}): T => {
  const { context, step } = input;
  const bucket = bucketOf({
    salt: `${context.definition.key}:${step.id}`,
    profileId: context.facts.profileId,
  });
  const arm = pickByWeight({ items: step.arms, bucket });
  if (arm === undefined) throw new RangeError(`step ${step.id} has no arms`);
  return arm;
};

const enterRepeat = (input: {
  context: ReduceContext;
  state: RunState;
  step: { id: string; atMost: number; while?: unknown };
}): Reduced => {
  const { context, state, step } = input;
  const round = state.rounds[step.id] ?? 0;
  if (round >= step.atMost) {
    const { [step.id]: _ended, ...rounds } = state.rounds;
    return leave({ context, state: { ...state, rounds }, since: state.since });
  }
  if (step.while !== undefined) return askFor({ context, state, effect: { kind: 'decide' } });
  return nextRound({ context, state });
};

/** Begins the next round of a `repeat`. */
export const nextRound = (input: { context: ReduceContext; state: RunState }): Reduced => {
  const { context, state } = input;
  const id = state.at ?? '';
  const rounds = { ...state.rounds, [id]: (state.rounds[id] ?? 0) + 1 };
  return leave({ context, state: { ...state, rounds }, branch: 'round', since: state.since });
};

const enterWait = (input: {
  context: ReduceContext;
  state: RunState;
  step: WaitStep;
  from?: number;
}): Reduced => {
  const { context, state, step } = input;
  const from = input.from ?? context.now;
  const plan = planWait({ step, from, now: context.now, facts: context.facts, steps: state.steps });
  switch (plan.kind) {
    case 'until':
      return park({
        state,
        waiting: { kind: 'time', from, until: plan.until },
        ...(plan.reason === undefined ? {} : { reason: plan.reason }),
      });
    case 'go-on': {
      const row: Decision = { kind: 'waited', step: step.id, visit: state.visit, reason: plan.reason };
      return prepend(
        [row],
        leave({ context, state: { ...state, skipping: plan.skips }, since: state.since }),
      );
    }
    case 'exit': {
      const row: Decision = { kind: 'exited', step: step.id, visit: state.visit, reason: plan.reason };
      return finish({ state, outcome: 'exited', decision: row });
    }
  }
};

/**
 * Stands on a step of this version as it stood on the step of another one: a wait is timed anew from when it
 * began, an effect under way stays the same effect, anything else is entered.
 */
export const adopt = (input: { context: ReduceContext; state: RunState; step: string | null }): Reduced => {
  const { context, state, step: id } = input;
  const { waiting } = state;
  const step = id === null ? undefined : context.graph.nodes.get(id)?.step;
  if (id === null || step === undefined || waiting === null) return enter({ context, state, step: id });
  const standing: RunState = { ...state, at: id, visit: Math.max(1, state.visits[id] ?? 0) };
  if (step.type === 'wait' && waiting.kind === 'time') {
    return enterWait({ context, state: standing, step, from: waiting.from });
  }
  if (step.type === 'wait-for' && waiting.kind === 'events') {
    const until = context.facts.durationEnd({ from: waiting.from, text: step.timeout });
    return park({ state: standing, waiting: { ...waiting, until }, reason: 'timed-anew' });
  }
  if (waiting.kind === 'effect' && waiting.effect.step === id && waiting.effect.kind === step.type) {
    return stay(standing);
  }
  return enter({ context, state, step: id });
};
