import type { Problem } from '../../problem.ts';

/** Zod tells types of steps apart by their field `type`; people look for the word `step`. */
export const asStepType = (problem: Problem): Problem =>
  problem.code === 'unknown-type'
    ? {
        ...problem,
        code: 'unknown-step-type',
        message: problem.message.replace(/^`type` cannot be (.*)\.$/, 'There is no type of step $1.'),
      }
    : problem;
