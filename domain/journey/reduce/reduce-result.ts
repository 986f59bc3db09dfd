import { isJsonObject, type Json, type JsonObject } from '../../json.ts';
import type { Decision, DecisionKind } from '../decisions.ts';
import type { Effect, EffectResult } from '../effects.ts';
import { finish, leave, nodeAt, prepend, type ReduceContext, type Reduced, stay } from './transitions.ts';
import { type RunState, withResult } from './run-state.ts';

/** What follows from the result of the effect the run asked for. */
export const reduceResult = (input: {
  context: ReduceContext;
  state: RunState;
  result: EffectResult;
}): Reduced => {
  const { context, state, result } = input;
  const { waiting } = state;
  const node = nodeAt({ context, state });
  if (waiting?.kind !== 'effect' || node === undefined || state.frozen !== null) return stay(state);
  // Put off: whatever comes now belongs to an earlier turn.
  if (waiting.until !== null) return stay(state);
  const { step, stepType } = node;
  const own = stepType.result?.({ context, state, step, result });
  if (own !== undefined) return own;
  const row = (kind: DecisionKind, reason?: string, detail?: Json): Decision => ({
    kind,
    step: step.id,
    visit: state.visit,
    ...(reason === undefined ? {} : { reason }),
    ...(detail === undefined ? {} : { detail }),
  });
  const goOn = (decision: Decision, options: { output?: Json; branch?: string } = {}): Reduced => {
    const given = withResult({ state, step: step.id, output: options.output });
    const branch = options.branch === undefined ? {} : { branch: options.branch };
    return prepend([decision], leave({ context, state: given, since: state.since, ...branch }));
  };
  switch (result.kind) {
    case 'sent':
      return goOn(
        row('sent', undefined, {
          messageId: result.messageId,
          channel: result.channel,
          ...(result.dropped === undefined ? {} : { dropped: result.dropped }),
        }),
        {
          output: { messageId: result.messageId, channel: result.channel },
        },
      );
    case 'skipped':
      return goOn(row('skipped', result.reason, result.detail));
    case 'deferred':
      return deferred({ state, row: row('deferred', result.reason, result.detail), result });
    case 'failed':
      return goOn(row('failed', result.reason, result.detail), { branch: 'failure' });
    case 'none':
      return goOn(row('none', result.reason, result.detail), { branch: 'otherwise' });
    case 'exit':
      return finish({
        state,
        outcome: result.outcome,
        decision: row('exited', result.reason, result.detail),
      });
    case 'done':
      return goOn(row(stepType.told ?? 'acted', undefined, result.output), { output: result.output });
    default:
      // The answer to a question this step did not ask.
      return goOn(row('failed', 'no-such-effect'));
  }
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
