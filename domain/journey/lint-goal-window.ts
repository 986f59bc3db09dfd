import type { Problem } from '../problem.ts';
import { nominalLength, parseDuration } from '../time/duration.ts';
import { type CheckInput, warning } from './check-kit.ts';
import { innerLists } from './graph.ts';
import type { Step } from './steps.ts';

const lengthOf = (text: string): number => {
  const duration = parseDuration(text);
  return duration === undefined ? 0 : nominalLength(duration);
};

/** The shortest time in which a run can get through a step: waits for a length take it, everything else may take none. */
const leastTime = (step: Step): number =>
  step.type === 'wait' && step.for !== undefined ? lengthOf(step.for) : 0;

/** The shortest time after which a run can come to a step; undefined when it is not in these steps. */
const timeUntil = (input: { steps: readonly Step[]; id: string }): number | undefined => {
  let before = 0;
  for (const step of input.steps) {
    if (step.id === input.id) return before;
    for (const list of innerLists(step)) {
      const inner = timeUntil({ steps: list.steps, id: input.id });
      if (inner !== undefined) return before + inner;
    }
    before += leastTime(step);
  }
  return undefined;
};

/** Goals about a message that goes out only when the window of the goal is over. */
export const lintGoalWindow = ({ definition }: CheckInput): readonly Problem[] => {
  const { goal, steps } = definition;
  if (goal === undefined || typeof goal.match !== 'string' || goal.match.startsWith('$')) return [];
  const earliest = timeUntil({ steps, id: goal.match });
  if (earliest === undefined || earliest < lengthOf(goal.within)) return [];
  return [
    warning({
      code: 'unreachable-goal',
      path: 'goal.within',
      message: `Nobody can reach this goal: \`${goal.match}\` is sent when its ${goal.within} are over.`,
      mend: 'Give the goal a longer `within`.',
    }),
  ];
};
