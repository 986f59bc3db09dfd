import { z } from 'zod';

import { factNames, type FactName } from './facts.ts';
import { operatorNames, operatorTable, type OperatorName } from './operator-names.ts';
import { pathPattern } from './path.ts';

export type Scalar = string | number | boolean;

/** What the fact `events` is asked. */
export type EventsParams = {
  name: string;
  within?: string | undefined;
  since?: 'entry' | undefined;
  where?: Conditions | undefined;
  sum?: string | undefined;
};

/** A value taken from another fact. */
export type FactValue = { fact: FactName; path?: string | undefined; params?: EventsParams | undefined };

/** One comparison of a fact with a value. */
export type Leaf = FactValue & {
  operator: OperatorName;
  value: Scalar | Scalar[] | FactValue;
};

/** Conditions of json-rules-engine: `all`, `any` or `not` at the top. */
export type Conditions = { all: Condition[] } | { any: Condition[] } | { not: Condition };
export type Condition = Conditions | Leaf;

/** True for a comparison, as opposed to `all`, `any` and `not`. */
export const isLeaf = (condition: Condition): condition is Leaf => 'fact' in condition;

/** True for a value taken from another fact. */
export const isFactValue = (value: Leaf['value']): value is FactValue =>
  typeof value === 'object' && !Array.isArray(value);

/** The conditions under `all`, `any` or `not`. */
export const childrenOf = (conditions: Conditions): readonly Condition[] => {
  if ('all' in conditions) return conditions.all;
  return 'any' in conditions ? conditions.any : [conditions.not];
};

/** Every fact that conditions look at, those they take values from included. */
export const factsIn = (condition: Condition): readonly FactValue[] => {
  if (!isLeaf(condition)) return childrenOf(condition).flatMap(factsIn);
  return isFactValue(condition.value) ? [condition, condition.value] : [condition];
};

const factDescription = [
  'What to look at. `profile`: the person (`$.traits...`, `$.computed...`, `$.tags`, `$.stage`).',
  '`event`: the event at hand. `entry`: the event that started the run. `run`, `steps`: the run and what its steps gave.',
  '`segments`: the keys of the segments the person is in. `now`: the present instant.',
  '`events`: what the person did, by `params`: `$.count`, `$.sum`, `$.average`, `$.min`, `$.max`, `$.first`, `$.last`.',
  '`record`: the record at hand, in formulas and lists of records (`$.amount.minor`, `$.stage`, `$.owner`).',
].join(' ');

const params = z
  .strictObject({
    name: z.string().min(1).max(200).describe('The name of the events, such as `Order Completed`.'),
    within: z.string().optional().describe('Only events of this last while, such as `30 days`.'),
    since: z.literal('entry').optional().describe('Only events since the run began.'),
    where: z
      .lazy(() => conditionsShape)
      .optional()
      .describe('Only events these conditions hold for; over the fact `event` alone.'),
    sum: z
      .string()
      .regex(pathPattern)
      .optional()
      .describe(
        'The number to sum up, such as `$.properties.revenue`; for `$.sum`, `$.average`, `$.min`, `$.max`.',
      ),
  })
  .describe('Which events; only with the fact `events`.')
  .meta({ id: 'eventsQuestion' });

const reference = {
  fact: z.enum(factNames).describe(factDescription),
  path: z.string().regex(pathPattern).optional().describe('A plain property path, such as `$.traits.plan`.'),
  params: params.optional(),
};

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const operator = z
  .enum(operatorNames)
  .meta({ enumDescriptions: operatorNames.map((name) => operatorTable[name].means) })
  .describe(operatorNames.map((name) => `\`${name}\`: ${operatorTable[name].means}.`).join(' '));

const leafShape = z
  .strictObject({
    ...reference,
    operator,
    value: z
      .union([scalar, z.array(scalar), z.strictObject(reference)])
      .describe('What to compare with: a value, a list, a duration such as `90 days`, or another fact.'),
  })
  .describe('One comparison.')
  .meta({ id: 'comparison' });

const nested = z.lazy(() => z.array(conditionShape).min(1).max(200));

const conditionsUnion = z.union([
  z.strictObject({ all: nested.describe('Holds when all of these hold.') }),
  z.strictObject({ any: nested.describe('Holds when at least one of these holds.') }),
  z.strictObject({ not: z.lazy(() => conditionShape).describe('Holds when this does not.') }),
]);

/** The bare shape, for types and JSON Schema. `conditionsSchema` is the one to check with. */
export const conditionsShape: z.ZodType<Conditions> = conditionsUnion.meta({ id: 'conditions' });
const conditionShape: z.ZodType<Condition> = z.lazy(() => z.union([conditionsShape, leafShape]));
