import type { z } from 'zod';

import type { Problem } from '../problem.ts';
import { type Context, kindOf, kinds, lower, mendAt, nameOf, shown, wordingOf } from './issue-wording.ts';
import { nearest, quoteList } from './nearest.ts';
import { formatPath, valueAt } from './path.ts';
import { knownFieldsAt } from './schema-walk.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/**
 * What a zod schema found wrong with a value, as problems for people: the field by name, what stands there,
 * and as hint the description of the field from the schema. Unknown fields and words come with the nearest known.
 */
export const zodProblems = (input: Context & { issues: readonly Issue[] }): readonly Problem[] =>
  input.issues.flatMap((issue) => problemsOf({ context: input, issue, base: [] }));

const problemsOf = (input: { context: Context; issue: Issue; base: Path }): readonly Problem[] => {
  const { context, issue } = input;
  const path = [...input.base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownField({ context, path, key }));
  }
  if (issue.code === 'invalid_union' && issue.discriminator === undefined) {
    return ofUnion({ context, path, branches: issue.errors });
  }
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element') {
    const message = `\`${String(path.at(-1))}\` is not a good name here: it ${issue.issues[0]?.message ?? 'is wrong'}.`;
    return [toProblem({ code: 'bad-name', path, message, hint: mendAt(context, path.slice(0, -1)) })];
  }
  return [toProblem({ path, ...wordingOf({ context, issue, path }) })];
};

const toProblem = (input: { code: string; path: Path; message: string; hint: string }): Problem => ({
  ...input,
  path: formatPath(input.path),
  severity: 'error',
});

const unknownField = (input: { context: Context; path: Path; key: string }): Problem => {
  const { context, path, key } = input;
  const present = Object.keys(Object(valueAt({ value: context.value, path })));
  const known = knownFieldsAt({ ...context, path });
  if (known.includes(key)) {
    const others = quoteList(present.filter((each) => each !== key));
    const message = `\`${key}\` does not go with ${others}.`;
    return toProblem({ code: 'unknown-field', path: [...path, key], message, hint: 'Remove it.' });
  }
  const near = nearest({ word: key, known: known.filter((each) => !present.includes(each)) });
  return toProblem({
    code: 'unknown-field',
    path: [...path, key],
    message: `\`${key}\` is not a field ${path.length === 0 ? 'of this file' : 'here'}.`,
    hint: `${near === undefined ? '' : `Did you mean \`${near}\`? `}${known.length === 0 ? 'Remove it.' : `Known fields: ${quoteList(known)}.`}`,
  });
};

const cost = (input: { issue: Issue; missing: readonly string[] }): number => {
  const { issue } = input;
  if (issue.path.length === 0 && issue.code === 'invalid_type') return 100;
  if (issue.code !== 'unrecognized_keys') return issue.path.length > 1 ? 1 : 2;
  const isTypo = issue.keys.some((word) => nearest({ word, known: input.missing }) !== undefined);
  return 2 * issue.keys.length - (isTypo ? 2 : 0);
};

const costOf = (input: { issues: readonly Issue[]; value: unknown }): number => {
  const absent = input.issues.filter(
    (issue) => valueAt({ value: input.value, path: issue.path }) === undefined,
  );
  const missing = absent.map((issue) => String(issue.path.at(-1)));
  return input.issues.reduce((sum, issue) => sum + cost({ issue, missing }), 0);
};

/** Of a value that may have several forms, only what is wrong with the form it comes nearest to is of use. */
const ofUnion = (input: {
  context: Context;
  path: Path;
  branches: readonly (readonly Issue[])[];
}): readonly Problem[] => {
  const { context, path } = input;
  const value = valueAt({ value: context.value, path });
  if (value === undefined) {
    const name = nameOf(path);
    return [
      toProblem({
        code: 'missing-field',
        path,
        message: `${name} is missing.`,
        hint: `Add ${name}. ${mendAt(context, path)}`,
      }),
    ];
  }
  const costs = input.branches.map((issues) => ({ issues, cost: costOf({ issues, value }) }));
  const least = Math.min(...costs.map((each) => each.cost));
  const best = costs.filter((each) => each.cost === least);
  const [only] = best;
  if (only !== undefined && best.length === 1 && least < 100) {
    return only.issues.flatMap((issue) => problemsOf({ context, issue, base: path }));
  }
  return [tied({ context, path, value, branches: best.map((each) => each.issues), isType: least >= 100 })];
};

const tied = (input: {
  context: Context;
  path: Path;
  value: unknown;
  branches: readonly (readonly Issue[])[];
  isType: boolean;
}): Problem => {
  const { context, path, value } = input;
  const name = nameOf(path);
  const issues = input.branches.flat();
  const missing = issues.filter(
    (issue) => issue.path.length === 1 && valueAt({ value, path: issue.path }) === undefined,
  );
  const hint = mendAt(context, path);
  if (!input.isType && missing.length > 0) {
    const fields = quoteList(new Set(missing.map((issue) => String(issue.path[0]))));
    return toProblem({ code: 'missing-field', path, message: `${name} lacks one of ${fields}.`, hint });
  }
  if (input.isType) {
    const expected = issues.flatMap((issue) =>
      issue.code === 'invalid_type' ? [kinds[issue.expected] ?? issue.expected] : [],
    );
    const forms = [...new Set(expected)].join(' or ');
    return toProblem({
      code: 'wrong-type',
      path,
      message: `${name} must be ${forms}, not ${kindOf(value)}.`,
      hint,
    });
  }
  const tooMany = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  if (tooMany.length > 0 && issues.every((issue) => issue.code === 'unrecognized_keys')) {
    const message = `${name} has ${quoteList(new Set(tooMany.toReversed()))}, which do not go together.`;
    return toProblem({ code: 'unknown-field', path, message, hint: 'Keep one of them.' });
  }
  const faults = [...new Set(issues.map((issue) => lower(issue.message)))].join(', or it ');
  return toProblem({ code: 'bad-format', path, message: `${name} ${faults}; it is ${shown(value)}.`, hint });
};
