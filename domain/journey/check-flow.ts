import type { Problem } from '../problem.ts';
import { type CheckInput, refusal, warning } from './check-kit.ts';
import { innerLists } from './graph.ts';
import type { Step } from './steps.ts';

/** Steps nobody can come to. */
export const checkReachability = (input: CheckInput): readonly Problem[] => {
  const problems: Problem[] = [];
  walkList({ steps: input.definition.steps, path: 'steps', problems });
  return problems;
};

/** Looks at a list of steps; true when a run can go on behind it. */
const walkList = (input: { steps: readonly Step[]; path: string; problems: Problem[] }): boolean => {
  const { steps, path, problems } = input;
  let isOpen = true;
  for (const [index, step] of steps.entries()) {
    const here = `${path}[${index}]`;
    if (!isOpen) {
      const before = steps[index - 1]?.id ?? '';
      problems.push(
        refusal({
          code: 'unreachable-step',
          step: step.id,
          path: here,
          message: `\`${step.id}\` is never reached: every way through \`${before}\` ends the journey.`,
          mend: 'Remove it, or move it before the end.',
        }),
      );
      return false;
    }
    isOpen = goesOn({ step, path: here, problems });
  }
  return isOpen;
};

/** True when a run can go on behind a step. */
const goesOn = (input: { step: Step; path: string; problems: Problem[] }): boolean => {
  const { step, path, problems } = input;
  problems.push(...neverTaken({ step, path }));
  const open = innerLists(step).map((list) =>
    walkList({ steps: list.steps, path: `${path}.${list.field}`, problems }),
  );
  switch (step.type) {
    case 'exit':
      return false;
    case 'branch':
    case 'split':
    case 'experiment':
    case 'wait-for':
      return open.includes(true);
    case 'repeat':
      return step.while !== undefined || open.includes(true);
    default:
      return true;
  }
};

const neverTaken = (input: { step: Step; path: string }): readonly Problem[] => {
  const { step, path } = input;
  if (step.type === 'wait-for' && step.resets === true) {
    return step.events.flatMap((event, index): Problem[] => {
      const first = event.then[0];
      if (first === undefined) return [];
      const message = 'With `resets` the event only starts the timeout anew, so these steps are never taken.';
      const at = `${path}.events[${index}].then`;
      const mend = 'Put them behind the step or into `otherwise`, or remove `resets`.';
      return [refusal({ code: 'unreachable-step', step: first.id, path: at, message, mend })];
    });
  }
  if (step.type !== 'branch') return [];
  const seen: string[] = [];
  return step.cases.flatMap(({ when }, index): Problem[] => {
    const text = JSON.stringify(when);
    const before = seen.indexOf(text);
    seen.push(text);
    if (before === -1) return [];
    const message = `Case ${index + 1} asks what case ${before + 1} asked already, so it is never taken.`;
    const at = `${path}.cases[${index}].when`;
    return [
      refusal({ code: 'unreachable-step', step: step.id, path: at, message, mend: 'Remove one of the two.' }),
    ];
  });
};

const isWait = (step: Step): boolean =>
  step.type === 'wait' || step.type === 'wait-for' || (step.type === 'task' && step.wait);

/** True when a run can get through a list without ever waiting. */
const passesAtOnce = (steps: readonly Step[]): boolean =>
  steps.every((step) => {
    if (isWait(step)) return false;
    const lists = innerLists(step);
    if (lists.length === 0 || step.type === 'repeat') return lists.every((list) => passesAtOnce(list.steps));
    return lists.some((list) => passesAtOnce(list.steps));
  });

const actsOutside: ReadonlySet<string> = new Set(['send', 'offer', 'action', 'enrol', 'task']);

const hasOutside = (steps: readonly Step[]): boolean =>
  steps.some((step) => actsOutside.has(step.type) || innerLists(step).some((list) => hasOutside(list.steps)));

/** Loops that would do the same thing to somebody many times in one second. */
export const checkLoops = (input: CheckInput): readonly Problem[] =>
  input.placed.flatMap(({ step, path }): Problem[] => {
    if (step.type !== 'repeat' || step.atMost < 2) return [];
    if (!passesAtOnce(step.steps) || !hasOutside(step.steps)) return [];
    return [
      warning({
        code: 'repeat-without-wait',
        step: step.id,
        path: `${path}.steps`,
        message: `A run can go through all ${step.atMost} rounds at once, since nothing in them has to wait.`,
        mend: 'Add a `wait` or a `wait-for` to the round.',
      }),
    ];
  });
