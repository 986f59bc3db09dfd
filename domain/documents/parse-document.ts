import type { z } from 'zod';

import type { Checked, Problem } from '../problem.ts';
import { type JsonDocument, locateProblems, readJsonDocument } from './json-document.ts';
import { zodProblems } from './zod-problems.ts';

/** What a file says, with its document to find the place of further problems. */
export type Parsed<T> = { readonly value: T; readonly document: JsonDocument };

/** Checks a document that was read against its schema; every problem with line and column. */
export const checkDocument = <T>(input: { document: JsonDocument; schema: z.ZodType<T> }): Checked<T> => {
  const { document, schema } = input;
  const result = schema.safeParse(document.value);
  if (result.success) return { ok: true, value: result.data, warnings: [] };
  const problems = zodProblems({ schema, value: document.value, issues: result.error.issues });
  return { ok: false, problems: locateProblems({ problems, document }) };
};

/** Reads a file and checks it against its schema. */
export const parseDocument = <T>(input: {
  text: string;
  file: string;
  schema: z.ZodType<T>;
}): Checked<Parsed<T>> => {
  const read = readJsonDocument(input);
  if (!read.ok) return read;
  const checked = checkDocument({ document: read.value, schema: input.schema });
  if (!checked.ok) return checked;
  return { ok: true, value: { value: checked.value, document: read.value }, warnings: [] };
};

/** Joins a value with what further checks found: refused when one of the problems is an error. */
export const conclude = <T>(input: { value: T; problems: readonly Problem[] }): Checked<T> =>
  input.problems.some((problem) => problem.severity === 'error')
    ? { ok: false, problems: input.problems }
    : { ok: true, value: input.value, warnings: input.problems };
