import { z } from 'zod';

import { action } from './steps/action.ts';
import { branch } from './steps/branch.ts';
import { credit } from './steps/credit.ts';
import { enrol } from './steps/enrol.ts';
import { exit } from './steps/exit.ts';
import { experiment } from './steps/experiment.ts';
import { fragment } from './steps/fragment.ts';
import { goTo } from './steps/go-to.ts';
import { find } from './steps/find.ts';
import { membership } from './steps/membership.ts';
import { offer } from './steps/offer.ts';
import { points } from './steps/points.ts';
import { recommend } from './steps/recommend.ts';
import { record } from './steps/record.ts';
import { repeat } from './steps/repeat.ts';
import { reply } from './steps/reply.ts';
import { score } from './steps/score.ts';
import { send } from './steps/send.ts';
import { split } from './steps/split.ts';
import type { StepType, StepTypes } from './steps/step-type.ts';
import { task } from './steps/task.ts';
import { update } from './steps/update.ts';
import { waitFor } from './steps/wait-for.ts';
import { wait } from './steps/wait.ts';

export { type Match, matchSchema, pathSchema } from './step-fields.ts';
export type { ExperimentStep } from './steps/experiment.ts';
export type { SendStep } from './steps/send.ts';

/** The types of step there are, in the order in which editors offer them. This list is the only one. */
const builtIn = [
  wait,
  waitFor,
  send,
  branch,
  split,
  experiment,
  update,
  score,
  points,
  membership,
  credit,
  offer,
  recommend,
  find,
  action,
  record,
  reply,
  task,
  enrol,
  exit,
  repeat,
  goTo,
  fragment,
] as const;

type BuiltIn = (typeof builtIn)[number];
type StepOf<T> = T extends StepType<infer S> ? S : never;

/**
 * The steps by type. Open, so that a language with further types of step says what theirs look like:
 * `declare module '.../steps.ts' { interface StepsByType { wave: WaveStep } }`.
 */
export interface StepsByType {
  readonly builtIn: BuiltInStep;
}

/** A step of a type that comes with the engine. */
export type BuiltInStep = StepOf<BuiltIn>;

/** A step of a journey, as a marketer writes it. */
export type Step = StepsByType[keyof StepsByType];

/** The steps of one type. */
export type StepNamed<T extends Step['type']> = Extract<Step, { type: T }>;

/** Types of step by their names. Throws `RangeError` when two have the same name. */
export const stepTypesOf = (types: readonly StepType[]): StepTypes => {
  const byName = new Map(types.map((type) => [type.type, type]));
  if (byName.size !== types.length) throw new RangeError('two types of step have the same name');
  return byName;
};

/** The types of step that come with the engine. */
export const stepTypes: StepTypes = stepTypesOf(builtIn);

/**
 * The type of a step. One that the language does not have any more, in a version published before, has nothing particular to
 * it: its effect fails, and the run goes on behind it.
 */
export const typeOfStep = ({ type }: Step, types: StepTypes = stepTypes): StepType =>
  types.get(type) ?? { type, schema: () => refuseType(type) };

const refuseType = (type: string): never => {
  throw new RangeError(`there is no type of step \`${type}\``);
};

/** The schema of one step of a language; the source of the validator, the types and the editor's JSON Schema. */
export const stepSchemaOf = (types: StepTypes): z.ZodType<Step> => {
  const stepsOf = (what: string): z.ZodType<Step[]> => z.lazy(() => z.array(schema).max(200)).describe(what);
  const schema: z.ZodType<Step> = z
    .lazy(() => {
      const [first, ...rest] = [...types.values()].map((type) => type.schema(stepsOf));
      if (first === undefined) throw new RangeError('a language needs a type of step');
      return z.discriminatedUnion('type', [first, ...rest]);
    })
    .meta({ id: 'step', description: 'One step of a journey.' });
  return schema;
};

/** The schema of one step of the types that come with the engine. */
export const stepSchema = stepSchemaOf(stepTypes);
