import { bucketOf } from '../../hash.ts';
import type { Decision } from '../decisions.ts';
import { hold, reduceCommand } from './reduce-command.ts';
import { reduceResult } from './reduce-result.ts';
import { reduceTaskDone } from './reduce-task-done.ts';
import { due, type RunState, withSeen } from './run-state.ts';
import { adopt, isTimed, retime } from './adopt.ts';
import {
  enter,
  finish,
  leave,
  nodeAt,
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
      return isTimed(state) && state.frozen === null
        ? retime({ context, state, told: state.waiting?.until })
        : stay(state);
    case 'time':
      return reduceTime({ context, state });
    case 'event':
      return reduceEvent({ context, state, event: input.input });
    case 'holds':
      return reduceHolds({ context, state, holds: input.input });
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
      return comesDue({ context, state }) ?? prepend([row('waited')], leave({ context, state, since }));
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

/** What the step at hand makes of it that its time has come, when it makes something of its own of it. */
const comesDue = ({ context, state }: { context: ReduceContext; state: RunState }): Reduced | undefined => {
  const node = nodeAt({ context, state });
  return node?.stepType.timeComes?.({ context, state, step: node.step });
};

const reduceEvent = (input: {
  context: ReduceContext;
  state: RunState;
  event: Extract<ReduceInput, { kind: 'event' }>;
}): Reduced => {
  const { context, event } = input;
  if (input.state.frozen !== null || input.state.seen.includes(event.id)) return stay(input.state);
  const exit = event.exit === null ? undefined : context.definition.exit[event.exit];
  const state = withSeen({ state: input.state, id: event.id });
  if (exit !== undefined) {
    return finish({
      state,
      outcome: exit.outcome,
      decision: {
        kind: 'exited',
        step: state.at,
        visit: state.visit,
        ...('when' in exit
          ? { reason: 'condition', detail: { because: event.because ?? [] } }
          : { reason: 'event', detail: { event: event.name, messageId: event.messageId } }),
      },
    });
  }
  const node = nodeAt({ context, state });
  if (event.branch === null || node === undefined || state.waiting?.kind !== 'events')
    return stay(input.state);
  return node.stepType.awaited?.({ context, state, step: node.step, event }) ?? stay(input.state);
};

/** The condition of an exit holds: the run is over, wherever it stands. */
const reduceHolds = (input: {
  context: ReduceContext;
  state: RunState;
  holds: Extract<ReduceInput, { kind: 'holds' }>;
}): Reduced => {
  const { context, state, holds } = input;
  const exit = context.definition.exit[holds.exit];
  if (exit === undefined || state.frozen !== null) return stay(state);
  const { at: step, visit } = state;
  const detail = { because: holds.because };
  return finish({
    state,
    outcome: exit.outcome,
    decision: { kind: 'exited', step, visit, reason: 'condition', detail },
  });
};
