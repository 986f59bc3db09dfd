import { z } from 'zod';

import { action } from './outcomes/action.ts';
import { enrol } from './outcomes/enrol.ts';
import type { OutcomeType, OutcomeTypes } from './outcomes/outcome-type.ts';
import { points } from './outcomes/points.ts';
import { score } from './outcomes/score.ts';
import { set } from './outcomes/set.ts';
import { stage } from './outcomes/stage.ts';
import { tag } from './outcomes/tag.ts';
import { task } from './outcomes/task.ts';

export type { OutcomePorts, OutcomeTypes } from './outcomes/outcome-type.ts';

/** What a rule can do, in the order in which editors offer it. This list is the only one. */
const builtIn = [enrol, set, tag, stage, score, points, task, action] as const;

type OutcomeOf<T> = T extends OutcomeType<infer O> ? O : never;

/**
 * What fired rules ask for. Open, so that a language with a further outcome says what it looks like:
 * `declare module '.../outcomes.ts' { interface OutcomesByType { greet: GreetOutcome } }`.
 */
export interface OutcomesByType {
  readonly builtIn: OutcomeOf<(typeof builtIn)[number]>;
}

/** What a fired rule asks for. */
export type RuleEvent = OutcomesByType[keyof OutcomesByType];

/** Outcomes by their types. Throws `RangeError` when two have the same. */
export const outcomeTypesOf = (types: readonly OutcomeType[]): OutcomeTypes => {
  const byType = new Map(types.map((type) => [type.type, type]));
  if (byType.size !== types.length) throw new RangeError('two outcomes have the same type');
  return byType;
};

/** The outcomes that come with the engine. */
export const outcomeTypes: OutcomeTypes = outcomeTypesOf(builtIn);

/** What a rule asks for does; undefined when the language does not have it any more. */
export const typeOfOutcome = (
  { type }: RuleEvent,
  types: OutcomeTypes = outcomeTypes,
): OutcomeType | undefined => types.get(type);

/** The schema of `event` in a rule file of a language. */
export const outcomeSchemaOf = (types: OutcomeTypes): z.ZodType<RuleEvent> => {
  const [first, ...rest] = [...types.values()].map(({ schema }) => schema);
  if (first === undefined) throw new RangeError('a language needs an outcome');
  return z.discriminatedUnion('type', [first, ...rest]);
};
