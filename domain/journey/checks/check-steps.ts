import type { Problem } from '../../problem.ts';
import { type CheckInput, refusal } from './check-kit.ts';

/** Two steps of one name could not be told apart by results, reports and moves. */
export const checkIds = (input: CheckInput): readonly Problem[] => {
  const first = new Map<string, string>();
  return input.placed.flatMap(({ step, path }): Problem[] => {
    const before = first.get(step.id);
    if (before === undefined) {
      first.set(step.id, path);
      return [];
    }
    const message = `The id \`${step.id}\` is taken by the step at ${before}.`;
    return [
      refusal({ code: 'duplicate-id', step: step.id, path: `${path}.id`, message, hint: 'Choose another.' }),
    ];
  });
};

/** What is wrong with single steps beyond their shape. */
export const checkSteps = (input: CheckInput): readonly Problem[] =>
  input.placed.flatMap(({ step, stepType, path }) => stepType.check?.({ step, path }) ?? []);
