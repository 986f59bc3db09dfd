import { z } from 'zod';

import { isObject, toJson } from '../../json.ts';
import { common, pathSchema, typeOf } from '../step-fields.ts';
import type { Step } from '../steps.ts';
import type { StepType } from './step-type.ts';
import { resulted } from './step-work.ts';

const fields = z.strictObject({
  ...common,
  type: typeOf(
    'recommend',
    'Picks a product that goes with those at hand; messages show it as `steps.<id>.title` and the like.',
  ),
  for: pathSchema
    .default('$.entry.properties.products')
    .describe('Where the products are that the recommendation should go with.'),
});
/** A product that goes with those at hand and is not owned yet, with the steps to take when there is none. */
export type RecommendStep = z.infer<typeof fields> & { otherwise?: Step[] | undefined };

/** Picks a product to recommend. */
export const recommend: StepType<RecommendStep> = {
  type: 'recommend',
  schema: (stepsOf) =>
    fields.extend({ otherwise: stepsOf('The steps to take when there is none to be had.').optional() }),
  branches: (step) => [{ name: 'otherwise', steps: step.otherwise ?? [], field: 'otherwise' }],
  reads: (step) => [{ text: step.for, field: 'for' }],
  gives: ['product_id', 'sku', 'title', 'url', 'image_url', 'price', 'currency', 'category'],
  traceless: true,
  told: 'recommended',
  perform: async ({ step, read, ports }) => {
    const found = read(step.for);
    const product = ports.complement((Array.isArray(found) ? found : [found]).filter(isObject));
    return resulted(
      product === undefined
        ? { kind: 'none', reason: 'nothing-to-recommend' }
        : { kind: 'done', output: toJson(product) },
    );
  },
};
