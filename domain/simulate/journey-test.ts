import { z } from 'zod';

import { parseTestFile, testFileSchema } from '../documents/test-file.ts';
import type { Checked } from '../problem.ts';
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
export const journeyTestSchema = testFileSchema(testSchema);
export type JourneyTestFile = z.infer<typeof journeyTestSchema>;

/** Reads the tests of a journey; every problem with its line and column. */
export const parseJourneyTest = (input: { text: string; file: string }): Checked<JourneyTestFile> =>
  parseTestFile({ ...input, schema: journeyTestSchema });
