import { isJsonObject, type Json } from '../../json.ts';
import type { Decision } from '../decisions.ts';
import { type RunState, withResult } from './run-state.ts';
import { leave, prepend, type ReduceContext, type Reduced, stay } from './transitions.ts';

/** What follows when somebody has done a task. A frozen run keeps what came of it until it is resumed. */
export const reduceTaskDone = (input: {
  context: ReduceContext;
  state: RunState;
  taskId: string;
  output: Json;
}): Reduced => {
  const { context, state, output } = input;
  const { waiting } = state;
  if (waiting?.kind !== 'task' || waiting.taskId !== input.taskId) return stay(state);
  if (state.frozen !== null) {
    return waiting.done === undefined
      ? stay({ ...state, waiting: { ...waiting, done: { output } } })
      : stay(state);
  }
  const given = withResult({ state, step: state.at ?? '', output });
  const heard: Decision = {
    kind: 'heard',
    step: state.at,
    visit: state.visit,
    reason: 'task-done',
    ...(isJsonObject(output) ? { detail: output } : {}),
  };
  return prepend([heard], leave({ context, state: given, since: context.now }));
};
