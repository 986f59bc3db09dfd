import { z } from 'zod';

import { checkKey } from '../documents/check-key.ts';
import { locateProblems } from '../documents/json-document.ts';
import { conclude, parseDocument } from '../documents/parse-document.ts';
import type { Checked } from '../problem.ts';
import { conditionsSchemaFor, type Conditions } from './conditions.ts';
import { personFacts } from './facts.ts';
import { unfamiliarItemFields } from './items/familiar-item-fields.ts';
import { keySchema } from './key.ts';

const common = {
  $schema: z.string().optional().describe('For editors.'),
  key: keySchema.describe('The key of the segment; the file has the same name.'),
  name: z.string().min(1).max(120).describe('What people call it.'),
  description: z.string().max(1000).optional().describe('Who is in it, and what for.'),
};

/** The schema of a segment file, `segments/<key>.json`. */
export const segmentSchema = z.union([
  z.strictObject({
    ...common,
    when: conditionsSchemaFor(personFacts).describe('Who is in it: everybody these conditions hold for.'),
  }),
  z.strictObject({
    ...common,
    list: z
      .string()
      .regex(/^[\w-]{1,60}\.csv$/, 'must be a CSV file in `segments/`')
      .describe('Who is in it: the people in this CSV file in `segments/`.'),
  }),
]);

/** A segment as the engine uses it: by conditions, or by a list of people. */
export type SegmentDefinition = {
  readonly key: string;
  readonly name: string;
  readonly description?: string | undefined;
} & ({ readonly when: Conditions } | { readonly list: string });

/** Reads a segment from the text of `segments/<key>.json`. */
export const parseSegment = (input: { text: string; file: string }): Checked<SegmentDefinition> => {
  const parsed = parseDocument({ ...input, schema: segmentSchema });
  if (!parsed.ok) return parsed;
  const { value, document } = parsed.value;
  const { $schema: _schema, ...segment } = value;
  const problems = [
    ...checkKey({ key: segment.key, file: input.file }),
    ...('when' in segment ? unfamiliarItemFields({ value: segment.when, path: 'when' }) : []),
  ];
  return conclude({ value: segment, problems: locateProblems({ problems, document }) });
};
