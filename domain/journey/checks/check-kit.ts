import { suggest } from '../../documents/nearest.ts';
import type { Problem } from '../../problem.ts';
import type { JourneyDefinition } from '../definition.ts';
import type { JourneyContext } from '../journey-context.ts';
import type { Step } from '../steps.ts';
import type { StepType, StepTypes } from '../steps/step-type.ts';

/** A step and where it stands in the file. */
export type Placed = { readonly step: Step; readonly stepType: StepType; readonly path: string };

/** What the checks of a journey look at. */
export type CheckInput = {
  readonly definition: JourneyDefinition;
  /** All steps, depth first. */
  readonly placed: readonly Placed[];
  /** Ids of steps that are in the file but could not be read; they exist, but nothing is known of them. */
  readonly lost: ReadonlySet<string>;
  /** The types of step of the language. */
  readonly types: StepTypes;
  /** The rest of the workspace; without it, references out of the journey are not looked at. */
  readonly context: JourneyContext | undefined;
};

type Fault = Omit<Problem, 'severity'>;

/** Something that refuses the journey. */
export const refusal = (fault: Fault): Problem => ({ ...fault, severity: 'error' });

/** Something that lets the journey through and says so. */
export const warning = (fault: Fault): Problem => ({ ...fault, severity: 'warning' });

/** A name that leads to nothing, with the nearest that does. */
export const unknownName = (input: {
  code: string;
  step?: string;
  path: string;
  /** `message`, `offer`. */
  kind: string;
  word: string;
  known: Iterable<string>;
  none: string;
}): Problem =>
  refusal({
    code: input.code,
    ...(input.step === undefined ? {} : { step: input.step }),
    path: input.path,
    message: `There is no ${input.kind} \`${input.word}\`.`,
    hint: suggest({ word: input.word, known: input.known, none: input.none }),
  });
