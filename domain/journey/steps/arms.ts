import { z } from 'zod';

import { bucketOf, pickByWeight } from '../../hash.ts';
import type { Problem } from '../../problem.ts';
import { refusal } from '../checks/check-kit.ts';
import { keySchema } from '../step-fields.ts';
import type { Step } from '../steps.ts';
import type { ReduceContext } from '../reduce/transitions.ts';
import type { InnerList, StepsOf } from './step-type.ts';

type Armed = {
  readonly id: string;
  readonly arms: readonly { name: string; weight: number; then: Step[] }[];
};

/** The fields of one of the ways people are drawn into. */
export const armFields = (stepsOf: StepsOf) => ({
  name: keySchema.describe('The name of the arm in reports.'),
  weight: z.number().positive().max(1000).describe('Its share, in proportion to the other arms.'),
  then: stepsOf('The steps of this arm.').default([]),
});

/** The arms as branches. */
export const armBranches = (step: Armed): readonly InnerList[] =>
  step.arms.map((arm, i) => ({ name: `arm-${arm.name}`, steps: arm.then, field: `arms[${i}].then` }));

/** The arm a person is drawn into, always the same for the same person and step. */
export const drawArm = (input: { context: ReduceContext; step: Armed }): string => {
  const { context, step } = input;
  const bucket = bucketOf({
    salt: `${context.definition.key}:${step.id}`,
    profileId: context.facts.profileId,
  });
  const arm = pickByWeight({ items: step.arms, bucket });
  if (arm === undefined) throw new RangeError(`step ${step.id} has no arms`);
  return arm.name;
};

/** Arms that have the same name. */
export const checkArms = (input: { step: Armed; path: string }): readonly Problem[] => {
  const { step, path } = input;
  const names = step.arms.map((arm) => arm.name);
  return names.flatMap((name, index): Problem[] => {
    if (names.indexOf(name) === index) return [];
    const message = `There is an arm \`${name}\` already.`;
    const at = `${path}.arms[${index}].name`;
    return [
      refusal({ code: 'duplicate-arm', step: step.id, path: at, message, hint: 'Choose another name.' }),
    ];
  });
};
