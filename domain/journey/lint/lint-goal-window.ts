import type { Problem } from '../../problem.ts';
import { durationLength } from '../../time/duration.ts';
import { type CheckInput, warning } from '../checks/check-kit.ts';
import { innerLists } from '../graph.ts';
import { type Step, typeOfStep } from '../steps.ts';
import type { StepTypes } from '../steps/step-type.ts';

/** The shortest time after which a run can come to a step; undefined when it is not in these steps. */
const timeUntil = (input: { steps: readonly Step[]; id: string; types: StepTypes }): number | undefined => {
  let before = 0;
  for (const step of input.steps) {
    if (step.id === input.id) return before;
    for (const list of innerLists(step, input.types)) {
      const inner = timeUntil({ ...input, steps: list.steps });
      if (inner !== undefined) return before + inner;
    }
    before += typeOfStep(step, input.types).stays?.(step).least ?? 0;
  }
  return undefined;
};

/** Goals about a message that goes out only when the window of the goal is over. */
export const lintGoalWindow = ({ definition, types }: CheckInput): readonly Problem[] => {
  const { goal, steps } = definition;
  if (goal === undefined || !('on' in goal) || typeof goal.match !== 'string' || goal.match.startsWith('$'))
    return [];
  const earliest = timeUntil({ steps, id: goal.match, types });
  if (earliest === undefined || earliest < (durationLength(goal.within) ?? 0)) return [];
  return [
    warning({
      code: 'unreachable-goal',
      path: 'goal.within',
      message: `Nobody can reach this goal: \`${goal.match}\` is sent when its ${goal.within} are over.`,
      hint: 'Give the goal a longer `within`.',
    }),
  ];
};
