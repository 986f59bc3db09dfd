import type { Decision } from './decisions.ts';
import type { Graph } from './graph.ts';
import type { RunState } from './reduce/run-state.ts';
import type { Next, ReduceInput } from './reduce/transitions.ts';

/** What a run that is to cross is told next, in the version it crosses to or, refused, in the one it is in. */
export type Crossing =
  | { readonly kind: 'crosses'; readonly input: ReduceInput }
  | { readonly kind: 'refused'; readonly input: ReduceInput; readonly decision: Decision };

/**
 * Whether a run can cross: nobody is taken to a step that does not exist. Who cannot goes on in the version they
 * are in, as if they had not been told to cross, and the ledger says so.
 */
export const crossing = (input: {
  to: Extract<Next, { kind: 'switch' }>;
  state: RunState;
  /** The steps of the version it crosses to. */
  graph: Graph;
}): Crossing => {
  const { to, state, graph } = input;
  const { step, how, version } = to;
  const { since } = state;
  if (step === null || graph.nodes.has(step)) {
    return {
      kind: 'crosses',
      input: how === 'enter' ? { kind: 'enter', step, since } : { kind: 'adopt', step },
    };
  }
  return {
    kind: 'refused',
    input: how === 'enter' ? { kind: 'enter', step: to.orElse, since } : { kind: 'time' },
    decision: {
      kind: 'refused',
      step,
      visit: state.visit,
      reason: 'step-not-in-version',
      detail: { version },
    },
  };
};
