import { due, type RunState } from './run-state.ts';
import type { Node } from '../graph.ts';
import { enter, leave, type ReduceContext, type Reduced, stay, visiting } from './transitions.ts';

/**
 * Stands on a step of this version as it stood on the step of another one: a wait is timed again from when it
 * began, a task that was given stays the same task, an effect under way stays the same effect, anything else
 * is entered. A frozen run does so when it is resumed.
 */
export const adopt = (input: { context: ReduceContext; state: RunState; step: string | null }): Reduced => {
  const { context, state, step: id } = input;
  if (id === null && state.at === null) return stay(state);
  const node = id === null ? undefined : context.graph.nodes.get(id);
  if (id === null || node === undefined) return enter({ context, state, step: id });
  const standing = id === state.at ? state : visiting({ state, step: id });
  if (state.frozen !== null) return stay({ ...standing, frozen: { ...state.frozen, crossed: true } });
  return standOn({ context, state: standing, node }) ?? enter({ context, state, step: id });
};

/** Goes on with what it was waiting for, where the step is of a kind to wait for it. */
const standOn = (input: { context: ReduceContext; state: RunState; node: Node }): Reduced | undefined => {
  const { context, state, node } = input;
  const { step, stepType } = node;
  const { waiting } = state;
  if (waiting === null) return undefined;
  const stood = stepType.stand?.({ context, state, step, waiting });
  if (stood !== undefined) return stood;
  const effect = stepType.effect === undefined ? step.type : stepType.effect;
  const isSame =
    waiting.kind === 'effect' && waiting.effect.step === step.id && waiting.effect.kind === effect;
  return isSame ? stay(state) : undefined;
};

/** Whether a run waits for time to pass or for events, so that its wait can be timed again. */
export const isTimed = ({ waiting }: RunState): boolean =>
  waiting?.kind === 'time' || waiting?.kind === 'events';

/**
 * Times the wait at hand again, since what it depends on may have changed. When it comes to the instant that was
 * told before (`told`), nothing new is said.
 */
export const retime = (input: {
  context: ReduceContext;
  state: RunState;
  told: number | null | undefined;
}): Reduced => {
  const { context, state, told } = input;
  const timed = adopt({ context, state, step: state.at });
  const isSame = isTimed(timed.state) && timed.state.waiting?.until === told;
  return isSame ? stay(state) : timed;
};

/** Goes on after a stop: takes up what happened meanwhile, and times its wait again. */
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
  if (!hasCrossed) return isTimed(state) ? retime({ context, state, told }) : stay(state);
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
