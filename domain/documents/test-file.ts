import { z } from 'zod';

import type { Checked, Problem } from '../problem.ts';
import { keyOfFile } from './check-key.ts';
import { locateProblems } from './json-document.ts';
import { conclude, parseDocument } from './parse-document.ts';

/** The key of the file that a test file stands beside: `journeys/cart-recovery.test.json` -> `cart-recovery`. */
export const keyOfTestFile = (file: string): string => keyOfFile(file).replace(/\.test$/, '');

/** The schema of `<folder>/<key>.test.json`: stories, and what must come of them. */
export const testFileSchema = <T extends z.ZodType>(test: T) =>
  z.strictObject({
    $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors.'),
    tests: z.array(test).min(1).max(200).describe('The stories, each with what must come of it.'),
  });

const repeatedNames = (names: readonly string[]): Problem[] =>
  names.flatMap((name, index): Problem[] =>
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

/** Reads a test file by its schema, whose tests have names of their own; every problem with its line and column. */
export const parseTestFile = <T extends { readonly tests: readonly { readonly name: string }[] }>(input: {
  text: string;
  file: string;
  schema: z.ZodType<T>;
}): Checked<T> => {
  const parsed = parseDocument(input);
  if (!parsed.ok) return parsed;
  const { value, document } = parsed.value;
  const problems = repeatedNames(value.tests.map(({ name }) => name));
  return conclude({ value, problems: locateProblems({ problems, document }) });
};
