import { suggest } from '../../documents/nearest.ts';
import type { Problem } from '../../problem.ts';
import type { ObjectDefinition } from '../definition.ts';
import type { FieldTypes } from '../fields.ts';

/** What the checks of an object look at. */
export type CheckInput = {
  readonly definition: ObjectDefinition;
  readonly types: FieldTypes;
  /** Where a stage stands in the file: `stages.list[2]`. */
  readonly stagePath: (key: string) => string;
};

/** Something that refuses the object. */
export const refusal = (fault: Omit<Problem, 'severity'>): Problem => ({ ...fault, severity: 'error' });

/** A name that leads to nothing, with the nearest that does. */
export const unknownName = (input: {
  code: string;
  path: string;
  /** `field`, `stage`, `object`. */
  kind: string;
  word: string;
  known: Iterable<string>;
}): Problem =>
  refusal({
    code: input.code,
    path: input.path,
    message: `There is no ${input.kind} \`${input.word}\`.`,
    hint: suggest({ word: input.word, known: input.known, none: `The object has no ${input.kind}s.` }),
  });
