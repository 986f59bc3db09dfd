import type { Problem } from '../../problem.ts';
import { type CheckInput, type Placed, refusal, unknownName } from './check-kit.ts';
import { graphAsWritten } from '../graph.ts';

type Target = { readonly id: string; readonly place: number; readonly within: readonly string[] };

const within = (input: { target: Target; from: Target }): string | undefined =>
  input.target.within.find((loop) => !input.from.within.includes(loop));

/**
 * Steps that go on with a step which does not exist, stands before them, or is in the middle of a round. A run only goes
 * forward: whatever is taken several times is in a `repeat`.
 */
export const checkJoins = (input: CheckInput): readonly Problem[] => {
  const { placed, lost, definition, types } = input;
  const { nodes } = graphAsWritten(definition, types);
  const targets = new Map<string, Target>();
  for (const [place, { step }] of placed.entries()) {
    if (targets.has(step.id)) continue;
    targets.set(step.id, { id: step.id, place, within: nodes.get(step.id)?.within ?? [] });
  }
  const check = ({ step, stepType, path }: Placed): readonly Problem[] => {
    const goal = stepType.goesTo?.(step);
    const from = targets.get(step.id);
    if (goal === undefined || from === undefined || lost.has(goal.id)) return [];
    const at = { step: step.id, path: `${path}.${goal.field}` };
    const target = targets.get(goal.id);
    if (target === undefined) {
      const later = [...targets.values()].filter((one) => one.place > from.place);
      const known = later.filter((one) => within({ target: one, from }) === undefined).map(({ id }) => id);
      const none = 'There is no step behind this one.';
      return [unknownName({ ...at, code: 'unknown-step', kind: 'step', word: goal.id, known, none })];
    }
    if (target.place <= from.place) {
      const message = `\`${goal.id}\` does not stand behind \`${step.id}\`, and a run only goes forward.`;
      const hint = 'Name a step further down, or put steps that are taken several times into a `repeat`.';
      return [refusal({ ...at, code: 'goes-back', message, hint })];
    }
    const loop = within({ target, from });
    if (loop === undefined) return [];
    const message = `\`${goal.id}\` is inside \`${loop}\`, whose rounds begin at their first step.`;
    return [refusal({ ...at, code: 'goes-into-repeat', message, hint: `Name \`${loop}\` itself.` })];
  };
  return placed.flatMap(check);
};
