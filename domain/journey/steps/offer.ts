import { z } from 'zod';

import { checkNamed } from '../checks/check-named.ts';
import { common, keySchema, typeOf } from '../step-fields.ts';
import type { Step } from '../steps.ts';
import type { StepType } from './step-type.ts';
import { resulted } from './step-work.ts';

const fields = z.strictObject({
  ...common,
  type: typeOf(
    'offer',
    'Issues a coupon of an offer, once for this step; messages show it as `steps.<id>.code`.',
  ),
  offer: keySchema.describe('The key of an offer in `offers/`.'),
});
/** An offer, with the steps to take when its budget is used up. */
export type OfferStep = z.infer<typeof fields> & { otherwise?: Step[] | undefined };

/** Issues a coupon. */
export const offer: StepType<OfferStep> = {
  type: 'offer',
  schema: (stepsOf) =>
    fields.extend({ otherwise: stepsOf('The steps to take when there is none to be had.').optional() }),
  branches: (step) => [{ name: 'otherwise', steps: step.otherwise ?? [], field: 'otherwise' }],
  gives: ['offer', 'name', 'code', 'kind', 'value', 'currency', 'product', 'minOrder', 'expiresAt'],
  checkReferences: ({ step, path, context }) =>
    checkNamed({ step: step.id, path: `${path}.offer`, word: step.offer, kind: 'offer', context }),
  actsOutside: true,
  told: 'issued',
  perform: async ({ step, ports }) => resulted(await ports.issueOffer(step.offer)),
};
