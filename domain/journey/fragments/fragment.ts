import { z } from 'zod';

import type { JsonDocument } from '../../documents/json-document.ts';
import { keySchema } from '../step-fields.ts';
import { stepSchema, stepSchemaOf } from '../steps.ts';
import type { StepTypes } from '../steps/step-type.ts';

const fragmentOf = (step: typeof stepSchema) =>
  z.strictObject({
    $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors.'),
    key: keySchema.describe('The name that steps use it by; the file has the same name.'),
    name: z.string().min(1).max(120).describe('What people call it.'),
    description: z
      .string()
      .max(1000)
      .optional()
      .describe('What it is for, and what to know before changing it.'),
    steps: z.array(step).min(1).max(200).describe('What happens, in order.'),
  });

/** The schema of a fragment file, `fragments/<key>.json`. */
export const fragmentSchema = fragmentOf(stepSchema);

/** The schema of a fragment file in a language with other types of step. */
export const fragmentSchemaOf = (types: StepTypes | undefined): typeof fragmentSchema =>
  types === undefined ? fragmentSchema : fragmentOf(stepSchemaOf(types));

/** A fragment whose steps can take the place of a step that uses it. */
export type Fragment = {
  readonly document: JsonDocument;
  /** Characters of its file and of those it uses, each as often as it is used. */
  readonly length: number;
};

/** Fragments by key; undefined for one that is there and cannot be used, which its own file says. */
export type Fragments = ReadonlyMap<string, Fragment | undefined>;
