import type { Problem } from '../../problem.ts';
import { type CheckInput, refusal, warning } from './check-kit.ts';
import { innerLists, walkSteps } from '../graph.ts';
import { type Step, typeOfStep } from '../steps.ts';
import type { StepTypes } from '../steps/step-type.ts';

type Walk = { readonly types: StepTypes; readonly problems: Problem[] };

/** Steps nobody can come to. */
export const checkReachability = (input: CheckInput): readonly Problem[] => {
  const walk: Walk = { types: input.types, problems: [] };
  walkList({ steps: input.definition.steps, path: 'steps', walk });
  return walk.problems;
};

/** Looks at a list of steps; true when a run can go on behind it. */
const walkList = (input: { steps: readonly Step[]; path: string; walk: Walk }): boolean => {
  const { steps, path, walk } = input;
  let isOpen = true;
  for (const [index, step] of steps.entries()) {
    const here = `${path}[${index}]`;
    if (!isOpen) {
      const before = steps[index - 1]?.id ?? '';
      walk.problems.push(
        refusal({
          code: 'unreachable-step',
          step: step.id,
          path: here,
          message: `\`${step.id}\` is never reached: every way through \`${before}\` ends the journey.`,
          hint: 'Remove it, or move it before the end.',
        }),
      );
      return false;
    }
    isOpen = goesOn({ step, path: here, walk });
  }
  return isOpen;
};

/** True when a run can go on behind a step. */
const goesOn = (input: { step: Step; path: string; walk: Walk }): boolean => {
  const { step, path, walk } = input;
  const open = innerLists(step, walk.types).map((list) =>
    walkList({ steps: list.steps, path: `${path}.${list.field}`, walk }),
  );
  return typeOfStep(step, walk.types).goesOn?.({ step, open }) ?? true;
};

/** True when a run can get through a list without ever waiting. */
const passesAtOnce = (steps: readonly Step[], types: StepTypes): boolean =>
  steps.every((step) => {
    const stepType = typeOfStep(step, types);
    if (stepType.rests?.(step) === true) return false;
    const lists = innerLists(step, types).map((list) => passesAtOnce(list.steps, types));
    return lists.length === 0 || stepType.loops === true ? lists.every(Boolean) : lists.some(Boolean);
  });

const hasOutside = (steps: readonly Step[], types: StepTypes): boolean =>
  [...walkSteps({ steps, types })].some(({ stepType }) => stepType.actsOutside === true);

/** Loops that would do the same thing to somebody many times in one second. */
export const checkLoops = ({ placed, types }: CheckInput): readonly Problem[] =>
  placed.flatMap(({ step, path }): Problem[] => {
    if (step.type !== 'repeat' || step.atMost < 2) return [];
    if (!passesAtOnce(step.steps, types) || !hasOutside(step.steps, types)) return [];
    return [
      warning({
        code: 'repeat-without-wait',
        step: step.id,
        path: `${path}.steps`,
        message: `A run can go through all ${step.atMost} rounds at once, since nothing in them has to wait.`,
        hint: 'Add a `wait` or a `wait-for` to the round.',
      }),
    ];
  });
