import { bucketOf } from '../hash.ts';
import type { Decision } from './decisions.ts';
import { planWait } from './plan-wait.ts';
import { hold, reduceCommand } from './reduce-command.ts';
import { reduceResult } from './reduce-result.ts';
import { reduceTaskDone } from './reduce-task-done.ts';
import { due, type RunState, withSeen } from './run-state.ts';
import { adopt, retime } from './adopt.ts';
import {
  enter,
  finish,
  leave,
  park,
  prepend,
  type ReduceContext,
  type Reduced,
  type ReduceInput,
  stay,
} from './transitions.ts';

/**
 * One transition of a run: pure, synchronous and total. The same definition, state, input, facts and `now`
 * always give the same answer. An input that does not concern the run as it stands changes nothing, so
 * that repeats and late arrivals are harmless.
 */
export const reduce = (input: ReduceContext & { state: RunState; input: ReduceInput }): Reduced => {
  const { state } = input;
  if (state.outcome !== null) return { state, decisions: [], next: { kind: 'done', outcome: state.outcome } };
  const context: ReduceContext = input;
  switch (input.input.kind) {
    case 'start':
      return state.at === null ? start({ context, state }) : stay(state);
    case 'enter':
      return enter({ context, state: { ...state, since: input.input.since }, step: input.input.step });
    case 'adopt':
      return adopt({ context, state, step: input.input.step });
    case 'retime':
      return state.waiting?.kind === 'time' && state.frozen === null
        ? retime({ context, state, told: state.waiting.until })
        : stay(state);
    case 'time':
      return reduceTime({ context, state });
    case 'event':
      return reduceEvent({ context, state, event: input.input });
    case 'result':
      return reduceResult({ context, state, result: input.input.result });
    case 'released':
      return release(state);
    case 'hold':
      return hold({ context, state, at: input.input.at });
    case 'task-done':
      return reduceTaskDone({ context, state, ...input.input });
    default:
      return reduceCommand({ context, state, command: input.input.command });
  }
};

const start = ({ context, state }: { context: ReduceContext; state: RunState }): Reduced => {
  const { definition, facts } = context;
  const drawn = bucketOf({ salt: `${definition.key}:holdout`, profileId: facts.profileId }) * 100;
  // A service journey is no marketing.
  const isHeldOut = facts.globalHoldout && definition.stage !== 'service';
  if (isHeldOut || drawn < definition.holdout) {
    return finish({
      state,
      outcome: 'held-out',
      decision: {
        kind: 'held-out',
        step: null,
        visit: 0,
        reason: isHeldOut ? 'global-holdout' : 'journey-holdout',
      },
    });
  }
  const entered: Decision = { kind: 'entered', step: null, visit: 0 };
  return prepend([entered], enter({ context, state, step: context.graph.start }));
};

/** Asks again for a send that was held. */
const release = (state: RunState): Reduced => {
  const { waiting } = state;
  const isHeld = waiting?.kind === 'effect' && waiting.until !== null && waiting.effect.held !== undefined;
  if (!isHeld || state.frozen !== null) return stay(state);
  return {
    state: { ...state, waiting: { ...waiting, until: null } },
    decisions: [],
    next: { kind: 'effect', effect: waiting.effect },
  };
};

const reduceTime = ({ context, state }: { context: ReduceContext; state: RunState }): Reduced => {
  const { waiting } = state;
  if (waiting === null || state.frozen !== null || waiting.until === null) return stay(state);
  if (!due({ waiting, now: context.now })) return stay(state);
  const since = waiting.until;
  const row = (kind: 'waited' | 'timed-out'): Decision => ({ kind, step: state.at, visit: state.visit });
  switch (waiting.kind) {
    case 'time':
      return shutWindow({ context, state }) ?? prepend([row('waited')], leave({ context, state, since }));
    case 'events':
      return prepend([row('timed-out')], leave({ context, state, branch: 'otherwise', since }));
    case 'task':
      return prepend([row('timed-out')], leave({ context, state, since }));
    default: {
      const again: RunState = { ...state, waiting: { ...waiting, until: null } };
      return { state: again, decisions: [], next: { kind: 'effect', effect: waiting.effect } };
    }
  }
};

/** A window may be shut again when its timer rings late, as after an outage: then its next opening is waited for. */
const shutWindow = ({ context, state }: { context: ReduceContext; state: RunState }): Reduced | undefined => {
  const step = state.at === null ? undefined : context.graph.nodes.get(state.at)?.step;
  const isWindow = step?.type === 'wait' && step.until !== undefined && 'window' in step.until;
  if (!isWindow || state.skipping || state.waiting === null) return undefined;
  const { from } = state.waiting;
  const plan = planWait({ step, from, now: context.now, facts: context.facts, steps: state.steps });
  if (plan.kind !== 'until') return undefined;
  return park({ state, waiting: { kind: 'time', from, until: plan.until }, reason: plan.reason });
};

const reduceEvent = (input: {
  context: ReduceContext;
  state: RunState;
  event: Extract<ReduceInput, { kind: 'event' }>;
}): Reduced => {
  const { context, event } = input;
  if (input.state.frozen !== null || input.state.seen.includes(event.messageId)) return stay(input.state);
  const exit = event.exit === null ? undefined : context.definition.exit[event.exit];
  const state = withSeen({ state: input.state, messageId: event.messageId });
  if (exit !== undefined) {
    return finish({
      state,
      outcome: exit.outcome,
      decision: {
        kind: 'exited',
        step: state.at,
        visit: state.visit,
        reason: 'event',
        detail: { event: event.name, messageId: event.messageId },
      },
    });
  }
  const step = state.at === null ? undefined : context.graph.nodes.get(state.at)?.step;
  if (event.branch === null || step?.type !== 'wait-for' || state.waiting?.kind !== 'events') {
    return stay(input.state);
  }
  if (step.resets === true) {
    const until = context.facts.durationEnd({ from: context.now, text: step.timeout });
    // What arrived before this event no longer counts; `seen` alone would forget it after a while.
    const reset: RunState = { ...state, since: Math.max(state.since, event.at) };
    return park({ state: reset, waiting: { kind: 'events', from: context.now, until }, reason: 'reset' });
  }
  const heard: Decision = {
    kind: 'heard',
    step: step.id,
    visit: state.visit,
    reason: 'event',
    detail: { event: event.name, messageId: event.messageId },
  };
  const steps = { ...state.steps, [step.id]: { event: event.name, messageId: event.messageId } };
  return prepend(
    [heard],
    leave({ context, state: { ...state, steps }, branch: `event-${event.branch}`, since: event.at }),
  );
};
