import { z } from 'zod';

import { isObject, toJson } from '../../json.ts';
import { recommendKinds } from '../../recommendations/rank.ts';
import { common, pathSchema, typeOf } from '../step-fields.ts';
import type { Step } from '../steps.ts';
import type { StepType } from './step-type.ts';
import { resulted } from './step-work.ts';

const usualProducts = '$.entry.properties.products';

const fields = z.strictObject({
  ...common,
  type: typeOf(
    'recommend',
    'Picks products to recommend; messages show the first as `steps.<id>.title` and the like, all as `steps.<id>.items`.',
  ),
  by: z
    .enum(['goes-with', ...recommendKinds])
    .default('goes-with')
    .describe(
      '`goes-with`: what `catalog.json` says goes with the products at `for`. All others look at what the person and others bought.',
    ),
  limit: z.number().int().min(1).max(20).default(1).describe('How many at most.'),
  for: pathSchema
    .optional()
    .describe(
      'Where the products are that the recommendation should go with; `$.entry.properties.products` for `goes-with`. Without it, what the person bought counts.',
    ),
});
/** Products to recommend that the person does not own yet, with the steps to take when there are none. */
export type RecommendStep = z.infer<typeof fields> & { otherwise?: Step[] | undefined };

/** Picks products to recommend. */
export const recommend: StepType<RecommendStep> = {
  type: 'recommend',
  schema: (stepsOf) =>
    fields.extend({ otherwise: stepsOf('The steps to take when there is none to be had.').optional() }),
  branches: (step) => [{ name: 'otherwise', steps: step.otherwise ?? [], field: 'otherwise' }],
  reads: (step) => (step.for === undefined ? [] : [{ text: step.for, field: 'for' }]),
  gives: [
    'product_id',
    'sku',
    'title',
    'url',
    'image_url',
    'price',
    'currency',
    'category',
    'compare_at_price',
    'lowest_price_30_days',
    'brand',
    'in_stock',
    'because',
    'items',
  ],
  traceless: true,
  told: 'recommended',
  perform: async ({ step, read, ports }) => {
    const { by, limit } = step;
    const path = step.for ?? (by === 'goes-with' ? usualProducts : undefined);
    const found = path === undefined ? undefined : read(path);
    const beside = found === undefined ? undefined : [found].flat().filter(isObject);
    const items = await ports.recommend({ by, limit, beside });
    const [first] = items;
    return resulted(
      first === undefined
        ? { kind: 'none', reason: 'nothing-to-recommend' }
        : { kind: 'done', output: toJson({ ...first, ...(step.limit > 1 ? { items } : {}) }) },
    );
  },
};
