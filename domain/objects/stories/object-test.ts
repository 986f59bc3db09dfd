import { z } from 'zod';

import { parseTestFile, testFileSchema } from '../../documents/test-file.ts';
import type { Checked } from '../../problem.ts';
import { durationSchema } from '../../time/duration.ts';

const json = z.json();
const values = z.record(z.string(), json);

const stage = z.string().min(1).max(64);
const person = z.string().min(1).max(200);

const created = z
  .strictObject({
    data: values.default({}).describe('The values of its fields.'),
    stage: stage.optional().describe('The stage it begins in; the first by default.'),
    owner: person.optional().describe('The user it belongs to.'),
    team: person.optional().describe('The team it belongs to.'),
  })
  .describe('The record that is made first.');

const change = z
  .strictObject({
    after: durationSchema.optional().describe('How long after what came before; a second by default.'),
    set: values.optional().describe('Fields that get a value.'),
    unset: z
      .array(z.string().describe('The key of a field.'))
      .optional()
      .describe('Fields whose value is removed.'),
    stage: stage.optional().describe('The stage it moves to.'),
    owner: person.nullable().optional().describe('The user it belongs to from now on; `null` for nobody.'),
    team: person.nullable().optional().describe('The team it belongs to from now on; `null` for none.'),
    delete: z.literal(true).optional().describe('The record is deleted.'),
    restore: z.literal(true).optional().describe('The record is restored.'),
  })
  .describe('A change, with everything in it at once.');

const expectation = z
  .strictObject({
    refused: z
      .array(
        z
          .strictObject({
            code: z.string().describe('The code of the problem, such as `missing-field`.'),
            path: z.string().optional().describe('Where it is: the key of a field, or `stage`.'),
          })
          .describe('A problem.'),
      )
      .optional()
      .describe(
        'Why the last change is refused: all problems, in their order. Without it no change may be refused.',
      ),
    data: values.optional().describe('Fields of the record at the end, those named; `null` for no value.'),
    stage: stage.optional().describe('Its stage at the end.'),
    owner: person.nullable().optional().describe('The user it belongs to at the end; `null` for nobody.'),
    team: person.nullable().optional().describe('The team it belongs to at the end; `null` for none.'),
    events: z
      .array(z.string().describe('The name of an event.'))
      .optional()
      .describe('The names of the events of all changes, in their order, all of them.'),
  })
  .describe('What must come of it; what is left out is not compared.');

const testSchema = z
  .strictObject({
    name: z.string().min(1).max(200).describe('What the object guarantees here, as a sentence.'),
    note: z.string().max(1000).optional().describe('For the reader.'),
    given: created.optional(),
    when: z.array(change).max(100).default([]).describe('What is done to the record, one after the other.'),
    expect: expectation,
  })
  .describe('A story of one record.');
/** One story of an object. */
export type ObjectTest = z.infer<typeof testSchema>;

/** The schema of `objects/<key>.test.json`: stories of records, and what must come of them. */
export const objectTestSchema = testFileSchema(testSchema);
export type ObjectTestFile = z.infer<typeof objectTestSchema>;

/** Reads the tests of an object; every problem with its line and column. */
export const parseObjectTest = (input: { text: string; file: string }): Checked<ObjectTestFile> =>
  parseTestFile({ ...input, schema: objectTestSchema });
