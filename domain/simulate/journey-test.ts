import { z } from 'zod';

import { keyOfFile } from '../documents/check-key.ts';
import { locateProblems } from '../documents/json-document.ts';
import { conclude, parseDocument } from '../documents/parse-document.ts';
import type { Checked, Problem } from '../problem.ts';
import { expectationSchema } from './expectation.ts';
import { storySchema } from './story.ts';

const testSchema = storySchema.extend({
  name: z.string().min(1).max(200).describe('What the journey guarantees here, as a sentence.'),
  note: z.string().max(1000).optional().describe('For the reader.'),
  expect: expectationSchema,
});
/** One test of a journey. */
export type JourneyTest = z.infer<typeof testSchema>;

/** The schema of `journeys/<key>.test.json`: stories, and what must come of them. */
export const journeyTestSchema = z.strictObject({
  $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors.'),
  tests: z.array(testSchema).min(1).max(200).describe('The stories, each with what must come of it.'),
});
export type JourneyTestFile = z.infer<typeof journeyTestSchema>;

/** The key of the journey a test file belongs to: `journeys/cart-recovery.test.json` -> `cart-recovery`. */
export const journeyOfTestFile = (file: string): string => keyOfFile(file).replace(/\.test$/, '');

/** Reads a test file; every problem with its line and column. */
export const parseJourneyTest = (input: { text: string; file: string }): Checked<JourneyTestFile> => {
  const parsed = parseDocument({ ...input, schema: journeyTestSchema });
  if (!parsed.ok) return parsed;
  const { value, document } = parsed.value;
  const names = value.tests.map((test) => test.name);
  const problems = names.flatMap((name, index): Problem[] =>
    names.indexOf(name) === index
      ? []
      : [
          {
            code: 'duplicate-name',
            path: `tests[${index}].name`,
            message: `There is a test \`${name}\` already.`,
            hint: 'Say what is different here.',
            severity: 'error',
          },
        ],
  );
  return conclude({ value, problems: locateProblems({ problems, document }) });
};
