import type { StepBase } from './step-type.ts';
import { type Performed, resulted, type StepWork } from './step-work.ts';

/** Looks which of the conditions of a step holds. */
export const decide = async (work: StepWork<StepBase>): Promise<Performed> => {
  const { matched, because } = await work.ports.decide();
  return resulted({ kind: 'decided', case: matched, because });
};
