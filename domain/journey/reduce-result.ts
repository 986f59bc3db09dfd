import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { Decision, DecisionKind } from './decisions.ts';
import type { Effect, EffectResult } from './effects.ts';
import {
  branchTo,
  finish,
  leave,
  park,
  prepend,
  type ReduceContext,
  type Reduced,
  stay,
  turnRepeat,
} from './transitions.ts';
import type { RunState } from './run-state.ts';
import type { Step } from './steps.ts';

const doneKind: Partial<Record<Step['type'], DecisionKind>> = {
  update: 'updated',
  score: 'updated',
  points: 'updated',
  offer: 'issued',
  recommend: 'recommended',
  action: 'acted',
  task: 'tasked',
  enrol: 'enrolled',
};

/** What follows from the result of the effect the run asked for. */
export const reduceResult = (input: {
  context: ReduceContext;
  state: RunState;
  result: EffectResult;
}): Reduced => {
  const { context, state, result } = input;
  const { waiting } = state;
  const step = state.at === null ? undefined : context.graph.nodes.get(state.at)?.step;
  if (waiting?.kind !== 'effect' || step === undefined || state.frozen !== null) return stay(state);
  // Put off: whatever comes now belongs to an earlier turn.
  if (waiting.until !== null) return stay(state);
  const row = (kind: DecisionKind, reason?: string, detail?: Json): Decision => ({
    kind,
    step: step.id,
    visit: state.visit,
    ...(reason === undefined ? {} : { reason }),
    ...(detail === undefined ? {} : { detail }),
  });
  const goOn = (decision: Decision, options: { output?: Json; branch?: string } = {}): Reduced => {
    const steps = options.output === undefined ? state.steps : { ...state.steps, [step.id]: options.output };
    const branch = options.branch === undefined ? {} : { branch: options.branch };
    return prepend([decision], leave({ context, state: { ...state, steps }, since: state.since, ...branch }));
  };
  switch (result.kind) {
    case 'decided':
      return decided({ context, state, step, result });
    case 'sent':
      return goOn(row('sent', undefined, { messageId: result.messageId, channel: result.channel }), {
        output: { messageId: result.messageId, channel: result.channel },
      });
    case 'skipped':
      return goOn(row('skipped', result.reason, result.detail));
    case 'deferred':
      return deferred({ state, row: row('deferred', result.reason, result.detail), result });
    case 'failed':
      return goOn(row('failed', result.reason, result.detail), { branch: 'failure' });
    case 'none':
      return goOn(row('none', result.reason, result.detail), { branch: 'otherwise' });
    case 'exit':
      return finish({ state, outcome: result.outcome, decision: row('exited', result.reason) });
    case 'waits-for-task':
      return prepend(
        [row('tasked', undefined, { taskId: result.taskId })],
        park({
          state,
          waiting: { kind: 'task', from: context.now, until: result.until, taskId: result.taskId },
          reason: 'task',
        }),
      );
    default:
      if (step.type === 'experiment') return exposed({ context, state, output: result.output });
      return goOn(row(doneKind[step.type] ?? 'acted', undefined, result.output), { output: result.output });
  }
};

const decided = (input: {
  context: ReduceContext;
  state: RunState;
  step: Step;
  result: Extract<EffectResult, { kind: 'decided' }>;
}): Reduced => {
  const { context, state, step, result } = input;
  if (step.type === 'repeat') {
    return turnRepeat({ context, state, holds: result.case !== null, because: result.because });
  }
  const branch = result.case === null ? 'otherwise' : `case-${result.case}`;
  return branchTo({ context, state, branch, reason: branch, because: result.because });
};

const exposed = (input: { context: ReduceContext; state: RunState; output: Json }): Reduced => {
  const { context, state, output } = input;
  const said = isJsonObject(output) ? output : {};
  const arm = typeof said['arm'] === 'string' ? said['arm'] : 'none';
  return branchTo({
    context,
    state: { ...state, steps: { ...state.steps, [state.at ?? '']: output } },
    branch: `arm-${arm}`,
    // An experiment that is decided sends everybody who is new to the arm that won.
    reason: said['decided'] === true ? 'winner' : 'exposed',
  });
};

const deferred = (input: {
  state: RunState;
  row: Decision;
  result: Extract<EffectResult, { kind: 'deferred' }>;
}): Reduced => {
  const { state, row } = input;
  const { until, held } = input.result;
  if (state.waiting?.kind !== 'effect') return stay(state);
  const { slot: _used, held: _waited, ...effect } = state.waiting.effect;
  const again: Effect = {
    ...effect,
    turn: (effect.turn ?? 0) + 1,
    ...(row.reason === 'pace' ? { slot: until } : {}),
    ...(held === undefined ? {} : { held }),
  };
  return {
    state: { ...state, waiting: { ...state.waiting, until, effect: again }, skipping: false },
    // Nobody knows until when a channel is off.
    decisions: [
      held === undefined
        ? { ...row, detail: { ...detailOf(row), until: new Date(until).toISOString() } }
        : row,
    ],
    next: { kind: 'wait', until },
  };
};

const detailOf = (row: Decision): JsonObject => (isJsonObject(row.detail) ? row.detail : {});
