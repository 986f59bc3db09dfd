import type { z } from 'zod';
import type { Problem } from '../problem.ts';

type Issue = z.core.$ZodIssue;

/** `['steps', 2, 'cases']` as people write it: `steps[2].cases`. */
const dotted = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');

const isMissing = (issue: Issue): boolean =>
  issue.code === 'invalid_type' && issue.message.includes('received undefined');

const wording = (issue: Issue): { code: string; message: string; hint: string } => {
  const where = dotted(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => `\`${key}\``).join(', ');
    return {
      code: 'unknown-field',
      message: `${keys} ${issue.keys.length > 1 ? 'are' : 'is'} not known${where === '' ? '' : ` in \`${where}\``}.`,
      hint: 'Remove it, or correct its spelling.',
    };
  }
  if (isMissing(issue)) {
    return { code: 'missing-field', message: `\`${where}\` is missing.`, hint: `Add \`${where}\`.` };
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map((value) => `\`${String(value)}\``).join(', ');
    return {
      code: 'value-not-allowed',
      message: `\`${where}\` has a value that is not allowed.`,
      hint: `Write one of ${values}.`,
    };
  }
  return {
    code: issue.code === 'custom' ? 'invalid-value' : issue.code.replaceAll('_', '-'),
    message: `${where === '' ? 'The file' : `\`${where}\``}: ${issue.message}.`,
    hint: 'Correct the value; the schema of the file says what is expected.',
  };
};

/** Every issue of a failed zod parse as a problem of the project's shape. */
export const schemaProblems = (input: { issues: readonly Issue[]; file: string }): readonly Problem[] =>
  input.issues.map((issue) => ({
    ...wording(issue),
    file: input.file,
    path: dotted(issue.path),
    severity: 'error',
  }));
