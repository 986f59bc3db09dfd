import { experimentDesign } from '../domain/experiments/design.ts';
import { readOut } from '../domain/experiments/read-out.ts';
import type { Result } from '../domain/experiments/result.ts';
import type { Results } from '../engine/experiments/read-results.ts';

const design = experimentDesign({
  journey: 'cart',
  step: {
    id: 'discount',
    type: 'experiment',
    arms: [
      { name: 'plain', weight: 1, control: true, then: [] },
      { name: 'code', weight: 1, then: [] },
    ],
    metric: { on: 'Order Completed', within: '14 days', value: '$.properties.revenue' },
  },
});

const result: Result = {
  experiment: design.id,
  kind: 'experiment',
  step: design.step,
  versions: [2],
  isCurrent: true,
  metric: design.metric,
  rule: design.rule,
  currency: 'EUR',
  asOf: Date.parse('2026-03-20T00:00:00.000Z'),
  counted: { rest: 3, mixed: 0, leftOut: 0 },
  readOut: readOut({
    arms: design.arms,
    counts: [
      { arm: 'plain', people: 600, converted: 60, value: 120_000, squares: 240_000_000 },
      { arm: 'code', people: 600, converted: 120, value: 240_000, squares: 480_000_000 },
    ],
    rule: design.rule,
    looks: 'once',
    isOver: true,
  }),
};

/** The tenant `shop` has one experiment, in the journey `cart`. */
export const results: Results = {
  experiments: async ({ tenant, journey: key }) =>
    tenant === 'shop' && key === 'cart' ? [result] : undefined,
  lift: async ({ tenant, journey: key }) => (tenant === 'shop' && key === 'cart' ? [] : undefined),
  everything: async () => undefined,
};
