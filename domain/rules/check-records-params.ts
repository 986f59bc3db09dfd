import { isObject } from '../json.ts';
import type { Problem } from '../problem.ts';
import { summaryNumbers } from './facts/summary.ts';
import { parsePath } from './path.ts';
import { errorAt, joinPaths } from './problems.ts';

/** Answers about a number of the records. */
const needSum: readonly string[] = summaryNumbers.filter((path) => path !== '$.count');

const keys: readonly string[] = ['kind', 'where', 'sum'];
const kindPattern = /^[a-z][a-z0-9-]{0,39}$/;

/** What is wrong with the `params` of the fact `records`, save for the conditions in `where`. */
export const checkRecordsParams = (input: {
  reference: Record<string, unknown>;
  path: string;
}): readonly Problem[] => {
  const path = joinPaths(input.path, 'params');
  const bad = (key: string, message: string, hint: string): Problem =>
    errorAt({ code: 'bad-params', path: joinPaths(path, key), message, hint });
  const { params, path: answer } = input.reference;
  if (!isObject(params))
    return [bad('', 'The fact `records` needs `params`.', 'Write `{ "kind": "case" }`.')];
  const { kind, sum } = params;
  const isPath = typeof sum === 'string' && (parsePath(sum)?.length ?? 0) > 0;
  return [
    ...Object.keys(params)
      .filter((key) => !keys.includes(key))
      .slice(0, 5)
      .map((key) => bad(key.slice(0, 40), 'There is no such parameter.', `Use ${keys.join(', ')}.`)),
    ...(typeof kind === 'string' && kindPattern.test(kind)
      ? []
      : [bad('kind', 'Which kind of records?', 'Write the key of an object, such as `case`.')]),
    ...(sum === undefined || isPath
      ? []
      : [bad('sum', 'This is no plain property path.', 'Write a path such as `$.amount.minor`.')]),
    ...(sum === undefined && typeof answer === 'string' && needSum.includes(answer)
      ? [bad('sum', `\`${answer}\` of what?`, 'Add `"sum": "$.amount.minor"`.')]
      : []),
  ];
};
