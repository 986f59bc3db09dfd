import { toJson } from '../../json.ts';
import type { Because } from '../../rules/decide/because.ts';
import type { Decision } from '../decisions.ts';
import type { Graph } from '../graph.ts';
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

/** Leaves the `repeat` steps around one step that are not around the step it goes to, in the middle of their rounds. */
export const leaveRounds = (input: { graph: Graph; state: RunState; to: string | null }): RunState => {
  const { graph, state, to } = input;
  const around = graph.nodes.get(state.at ?? '')?.within ?? [];
  const kept = new Set([to, ...(graph.nodes.get(to ?? '')?.within ?? [])]);
  const left = around.filter((loop) => !kept.has(loop) && Object.hasOwn(state.rounds, loop));
  if (left.length === 0) return state;
  const rounds = Object.entries(state.rounds).filter(([loop]) => !left.includes(loop));
  return { ...state, rounds: Object.fromEntries(rounds) };
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
