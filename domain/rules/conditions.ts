import { z } from 'zod';

import { parsePath } from '../documents/path.ts';
import { checkConditions } from './check-conditions.ts';
import { conditionsShape, type Conditions } from './condition-shape.ts';
import type { FactName } from './facts.ts';

export { checkConditions } from './check-conditions.ts';
export type { Condition, Conditions, EventsParams, Leaf } from './condition-shape.ts';

const description =
  'Conditions of json-rules-engine: `{ "all": [...] }`, `{ "any": [...] }` or `{ "not": ... }` of comparisons `{ "fact", "path", "operator", "value" }`.';

/**
 * A schema of conditions over the given facts. Its issues stand at the exact place and carry `code` and
 * `hint` in `params` (`zodProblems` makes problems of them); its JSON Schema describes every field.
 */
export const conditionsSchemaFor = (facts?: readonly FactName[]): z.ZodType<Conditions> =>
  z
    .preprocess((conditions, context) => {
      const problems = checkConditions({ conditions, ...(facts === undefined ? {} : { facts }) });
      for (const { code, path, message, hint } of problems) {
        context.addIssue({ code: 'custom', path: parsePath(path), message, params: { code, hint } });
      }
      return problems.length > 0 ? z.NEVER : conditions;
    }, conditionsShape)
    .describe(description);

/** Conditions over any fact; where fewer are known, `conditionsSchemaFor` or `checkConditions` with `facts`. */
export const conditionsSchema = conditionsSchemaFor();
