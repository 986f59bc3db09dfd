import { due, type RunState } from './run-state.ts';
import type { Effect } from './effects.ts';
import type { Step } from './steps.ts';
import {
  enter,
  leave,
  park,
  type ReduceContext,
  type Reduced,
  standAtWait,
  stay,
  visiting,
} from './transitions.ts';

/** The effect that a step of a type asks for. */
const effectOf = (step: Step): Effect['kind'] | undefined => {
  switch (step.type) {
    case 'branch':
    case 'repeat':
      return 'decide';
    case 'experiment':
      return 'expose';
    case 'wait':
    case 'wait-for':
    case 'split':
    case 'exit':
      return undefined;
    default:
      return step.type;
  }
};

/**
 * Stands on a step of this version as it stood on the step of another one: a wait is timed anew from when it
 * began, a task that was given stays the same task, an effect under way stays the same effect, anything else
 * is entered. A frozen run does so when it is resumed.
 */
export const adopt = (input: { context: ReduceContext; state: RunState; step: string | null }): Reduced => {
  const { context, state, step: id } = input;
  if (id === null && state.at === null) return stay(state);
  const step = id === null ? undefined : context.graph.nodes.get(id)?.step;
  if (id === null || step === undefined) return enter({ context, state, step: id });
  const standing = id === state.at ? state : visiting({ state, step: id });
  if (state.frozen !== null) return stay({ ...standing, frozen: { ...state.frozen, crossed: true } });
  return standOn({ context, state: standing, step }) ?? enter({ context, state, step: id });
};

/** Goes on with what it was waiting for, where the step is of a kind to wait for it. */
const standOn = (input: { context: ReduceContext; state: RunState; step: Step }): Reduced | undefined => {
  const { context, state, step } = input;
  const { waiting } = state;
  if (waiting === null) return undefined;
  const end = (text: string): number => context.facts.durationEnd({ from: waiting.from, text });
  if (step.type === 'wait' && waiting.kind === 'time') {
    return standAtWait({ context, state, step, from: waiting.from });
  }
  if (step.type === 'wait-for' && waiting.kind === 'events') {
    return park({ state, waiting: { ...waiting, until: end(step.timeout) }, reason: 'timed-anew' });
  }
  if (step.type === 'task' && waiting.kind === 'task') {
    if (!step.wait) return leave({ context, state, since: state.since });
    const until = step.timeout === undefined ? null : end(step.timeout);
    return park({ state, waiting: { ...waiting, until }, reason: 'timed-anew' });
  }
  const isSame =
    waiting.kind === 'effect' && waiting.effect.step === step.id && waiting.effect.kind === effectOf(step);
  return isSame ? stay(state) : undefined;
};

/**
 * Times the wait at hand anew, since what it hangs on may have changed. When it comes to the instant that was
 * told before (`told`), nothing new is said.
 */
export const retime = (input: {
  context: ReduceContext;
  state: RunState;
  told: number | null | undefined;
}): Reduced => {
  const { context, state, told } = input;
  const timed = adopt({ context, state, step: state.at });
  const isSame = timed.state.waiting?.kind === 'time' && timed.state.waiting.until === told;
  return isSame ? stay(state) : timed;
};

/** Goes on after a stop: takes up what happened meanwhile, and times its wait anew. */
export const thaw = (input: {
  context: ReduceContext;
  /** No longer frozen; its wait moved on by the length of the stop if that is wanted. */
  state: RunState;
  hasCrossed: boolean;
  /** Until when it was known to wait. */
  told: number | null | undefined;
  /** Leaves out the sends up to the next wait if its own is overdue. */
  skips: boolean;
}): Reduced => {
  const { context, state, hasCrossed, told, skips } = input;
  if (skips && !hasCrossed && due({ waiting: state.waiting, now: context.now })) return skipOverdue(input);
  if (!hasCrossed) return state.waiting?.kind === 'time' ? retime({ context, state, told }) : stay(state);
  const stood = adopt({ context, state, step: state.at });
  if (!skips || !due({ waiting: stood.state.waiting, now: context.now })) return stood;
  const skipped = skipOverdue({ context, state: stood.state });
  return { ...skipped, decisions: [...stood.decisions, ...skipped.decisions] };
};

const skipOverdue = (input: { context: ReduceContext; state: RunState }): Reduced => {
  const { context } = input;
  const state: RunState = { ...input.state, skipping: true };
  if (state.waiting?.kind !== 'effect' || state.waiting.effect.kind !== 'send') return stay(state);
  const { at: step, visit } = state;
  const left = leave({ context, state, since: state.since });
  return { ...left, decisions: [{ kind: 'skipped', step, visit, reason: 'overdue' }, ...left.decisions] };
};
