import { suggest } from '../../documents/nearest.ts';
import type { Problem } from '../../problem.ts';
import { isObject } from '../../json.ts';
import { itemsAnswers } from '../condition-shape.ts';
import { type OperatorName, operatorTable } from '../operator-names.ts';
import { parsePath } from '../path.ts';
import { errorAt, joinPaths } from '../problems.ts';

const keys = ['items', 'of', 'times', 'where'];
const numeric: ReadonlySet<string> = new Set(['number', 'range', 'true', 'scalar', 'scalars']);

const isPath = (value: unknown): boolean => typeof value === 'string' && parsePath(value) !== undefined;

const cannotHold = (operator: OperatorName): boolean =>
  !numeric.has(operatorTable[operator].value) || operator.includes('ontain');

/** What is wrong with the `params` that ask about the items of a list, save for the conditions in `where`. */
export const checkItemsParams = (input: {
  reference: Record<string, unknown>;
  path: string;
  operator: OperatorName | undefined;
}): Problem[] => {
  const { reference, operator } = input;
  const params = isObject(reference.params) ? reference.params : {};
  const path = joinPaths(input.path, 'params');
  const bad = (key: string, message: string, hint: string): Problem =>
    errorAt({ code: 'bad-params', path: joinPaths(path, key), message, hint });
  const unknown = Object.keys(params).filter((key) => !keys.includes(key));
  const problems = unknown.slice(0, 5).map((key) => {
    const word = key.slice(0, 40);
    return bad(word, 'There is no such parameter.', suggest({ word, known: keys, none: '' }));
  });
  const { items, of, times } = params;
  const answer = itemsAnswers.find((name) => name === items);
  if (answer === undefined) {
    const word = typeof items === 'string' ? items : '';
    problems.push(
      bad('items', 'This cannot be asked of a list.', suggest({ word, known: itemsAnswers, none: '' })),
    );
  }
  for (const [key, value] of Object.entries({ of, times })) {
    if (value === undefined) continue;
    if (answer === 'count') problems.push(bad(key, '`count` takes no number of an item.', 'Leave it out.'));
    else if (!isPath(value)) {
      problems.push(
        bad(key, 'This is no plain property path.', 'Write a path of an item, such as `$.price`.'),
      );
    }
  }
  if (answer !== undefined && answer !== 'count' && of === undefined) {
    problems.push(bad('of', `\`${answer}\` of what?`, 'Add `"of": "$.price"`; `"$"` for a list of numbers.'));
  }
  if (operator !== undefined && cannotHold(operator)) {
    problems.push(
      errorAt({
        code: 'operator-does-not-fit',
        path: joinPaths(input.path, 'operator'),
        message: `\`${operator}\` can never hold for this.`,
        hint: 'Compare it with a number, by `greaterThan` and the like.',
      }),
    );
  }
  return problems;
};
