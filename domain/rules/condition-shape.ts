import { z } from 'zod';

import { factNames, type FactName, factTypes } from './facts.ts';
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

/** What the fact `records` is asked. */
export type RecordsParams = {
  kind: string;
  where?: Conditions | undefined;
  sum?: string | undefined;
};

/** What a store is asked. */
export type AskedParams = EventsParams | RecordsParams;

/** What is asked of the items of a list. */
export type ItemsParams = {
  items: ItemsAnswer;
  of?: string | undefined;
  times?: string | undefined;
  where?: Conditions | undefined;
};

/** Answers about the items of a list. */
export const itemsAnswers = ['count', 'sum', 'min', 'max'] as const;
export type ItemsAnswer = (typeof itemsAnswers)[number];

/** A value taken from another fact. */
export type FactValue = {
  fact: FactName;
  path?: string | undefined;
  params?: AskedParams | ItemsParams | undefined;
};

/** One comparison of a fact with a value. */
export type Leaf = FactValue & {
  operator: OperatorName;
  value: Scalar | Scalar[] | FactValue | Conditions;
};

/** Conditions of json-rules-engine: `all`, `any` or `not` at the top. */
export type Conditions = { all: Condition[] } | { any: Condition[] } | { not: Condition };
export type Condition = Conditions | Leaf;

/** True for a comparison, as opposed to `all`, `any` and `not`. */
export const isLeaf = (condition: Condition): condition is Leaf => 'fact' in condition;

/** True for a value taken from another fact. */
export const isFactValue = (value: Leaf['value']): value is FactValue =>
  typeof value === 'object' && !Array.isArray(value) && 'fact' in value;

/** The conditions on items that a comparison has for its value; undefined when it has another one. */
export const conditionsIn = (value: Leaf['value']): Conditions | undefined =>
  typeof value === 'object' && !Array.isArray(value) && !('fact' in value) ? value : undefined;

/** What is asked of the fact `events`; undefined for another fact. */
export const eventsParamsOf = ({ params }: FactValue): EventsParams | undefined =>
  params !== undefined && 'name' in params ? params : undefined;

/** What a store is asked, of events or of records; undefined for a fact that is at hand. */
export const askedParamsOf = ({ params }: FactValue): AskedParams | undefined =>
  params !== undefined && ('name' in params || 'kind' in params) ? params : undefined;

/** What is asked of the items of a list; undefined where the value at the path itself is meant. */
export const itemsParamsOf = ({ params }: FactValue): ItemsParams | undefined =>
  params !== undefined && 'items' in params ? params : undefined;

/** The conditions under `all`, `any` or `not`. */
export const childrenOf = (conditions: Conditions): readonly Condition[] => {
  if ('all' in conditions) return conditions.all;
  return 'any' in conditions ? conditions.any : [conditions.not];
};

/** Every fact that conditions look at, those they take values from and those inside of conditions on items included. */
export const factsIn = (condition: Condition): readonly FactValue[] => {
  if (!isLeaf(condition)) return childrenOf(condition).flatMap(factsIn);
  const references = isFactValue(condition.value) ? [condition, condition.value] : [condition];
  const inside = [conditionsIn(condition.value), ...references.map((one) => itemsParamsOf(one)?.where)];
  return [...references, ...inside.flatMap((one) => (one === undefined ? [] : factsIn(one)))];
};

const factDescription = [
  'What to look at.',
  ...[...factTypes.values()].map(({ fact, means }) => `\`${fact}\`: ${means}.`),
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

const recordsParams = z
  .strictObject({
    kind: z.string().min(1).max(40).describe('The key of their object, such as `case`.'),
    where: z
      .lazy(() => conditionsShape)
      .optional()
      .describe('Only records these conditions hold for; over the fact `record` alone.'),
    sum: z
      .string()
      .regex(pathPattern)
      .optional()
      .describe(
        'The number to sum up, such as `$.amount.minor`; for `$.sum`, `$.average`, `$.min`, `$.max`.',
      ),
  })
  .describe('Which records about the person; only with the fact `records`.')
  .meta({ id: 'recordsQuestion' });

const itemsParams = z
  .strictObject({
    items: z
      .enum(itemsAnswers)
      .describe(
        'What to compare: how many items there are, or the sum, the least or the greatest of a number.',
      ),
    of: z
      .string()
      .regex(pathPattern)
      .optional()
      .describe('The number of each item, such as `$.price`; for `sum`, `min` and `max`.'),
    times: z
      .string()
      .regex(pathPattern)
      .optional()
      .describe('Another number of each item to multiply it with, such as `$.quantity`.'),
    where: z
      .lazy(() => conditionsShape)
      .optional()
      .describe('Only items these conditions hold for; over the fact `item`.'),
  })
  .describe('What is asked of the items of the list at `path`.')
  .meta({ id: 'itemsQuestion' });

const reference = {
  fact: z.enum(factNames).describe(factDescription),
  path: z.string().regex(pathPattern).optional().describe('A plain property path, such as `$.traits.plan`.'),
  params: z.union([params, recordsParams, itemsParams]).optional(),
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
      .union([scalar, z.array(scalar), z.strictObject(reference), z.lazy(() => conditionsShape)])
      .describe(
        'What to compare with: a value, a list, a duration such as `90 days`, another fact, or conditions on the items of a list.',
      ),
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
