import { toJson } from '../../json.ts';
import type { Because } from '../../rules/decide/because.ts';
import type { Decision } from '../decisions.ts';
import type { RunState } from './run-state.ts';

type Turned = { readonly state: RunState; readonly decision: Decision };

/** The rounds done of the `repeat` a run stands on. */
export const roundsDone = (state: RunState): number => state.rounds[state.at ?? ''] ?? 0;

const becauseOf = (because: readonly Because[] | undefined) =>
  because === undefined ? {} : { because: toJson(because) };

/** Begins the next round of the `repeat` a run stands on; `because` is why, when it asks each time. */
export const beginRound = (input: { state: RunState; because?: readonly Because[] }): Turned => {
  const { state, because } = input;
  const { at: step, visit } = state;
  const round = roundsDone(state) + 1;
  return {
    state: { ...state, rounds: { ...state.rounds, [step ?? '']: round } },
    decision: { kind: 'round', step, visit, detail: { round, ...becauseOf(because) } },
  };
};

/** Has done with the `repeat` a run stands on: all rounds, or what it asks each time holds no more. */
export const endRounds = (input: { state: RunState; because?: readonly Because[] }): Turned => {
  const { state, because } = input;
  const { at: step, visit } = state;
  const { [step ?? '']: _ended, ...rounds } = state.rounds;
  return {
    state: { ...state, rounds },
    decision: {
      kind: 'rounds-over',
      step,
      visit,
      reason: because === undefined ? 'all-rounds' : 'while',
      detail: { rounds: roundsDone(state), ...becauseOf(because) },
    },
  };
};
