import { suggest } from '../documents/nearest.ts';
import { isObject } from '../json.ts';
import type { Problem } from '../problem.ts';
import { checkRecordsParams } from './check-records-params.ts';
import { checkDuration } from '../time/duration.ts';
import type { FactFault, FactType, FactTypes } from './facts/fact-type.ts';
import type { OperatorName } from './operator-names.ts';
import { parsePath } from './path.ts';
import { errorAt, joinPaths } from './problems.ts';

const plainPath = 'Write a plain property path, such as `$.traits.plan` or `$.items[0].price`.';

const needSum: ReadonlySet<string> = new Set(['$.sum', '$.average', '$.min', '$.max']);

/** Anything as a text to look up or show; empty for what is none. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

type Reference = { reference: Record<string, unknown>; path: string; facts: readonly string[] };
type Written = Reference & { operator: OperatorName | undefined };

/** What is wrong with the `fact` and `path` of a comparison, or of a value taken from a fact. */
export const checkReference = (input: Written & { types: FactTypes }): Problem[] => {
  const { reference, path, facts, types } = input;
  const { fact } = reference;
  const type = types.get(textOf(fact));
  if (type === undefined) {
    const message = fact === undefined ? 'The fact is missing.' : 'There is no such fact.';
    const hint = suggest({ word: textOf(fact), known: facts, none: '' });
    return [errorAt({ code: 'unknown-fact', path: joinPaths(path, 'fact'), message, hint })];
  }
  if (!facts.includes(type.fact)) {
    const message = `The fact \`${type.fact}\` is not known here.`;
    const hint = `Use one of: ${[...types.keys()].filter((name) => facts.includes(name)).join(', ')}.`;
    return [errorAt({ code: 'fact-not-here', path: joinPaths(path, 'fact'), message, hint })];
  }
  const problems = checkPath({ ...input, type });
  return problems.length > 0 ? problems : checkFit({ ...input, type });
};

const checkPath = (input: Written & { type: FactType }): Problem[] => {
  const { type, operator, reference } = input;
  const { path: written } = reference;
  const bad = ({ message, hint }: FactFault): Problem[] => [
    errorAt({ code: 'bad-path', path: joinPaths(input.path, 'path'), message, hint }),
  ];
  if (written !== undefined && (typeof written !== 'string' || parsePath(written) === undefined)) {
    return bad({ message: 'This is no plain property path.', hint: plainPath });
  }
  const checked = (type.checkPath ?? leadsToProperty(type))({ path: written, operator });
  return checked === undefined ? [] : bad(checked);
};

const leadsToProperty =
  ({ fact }: FactType): NonNullable<FactType['checkPath']> =>
  ({ path, operator }) => {
    const isWhole = path === undefined || path === '$';
    if (!isWhole || operator === 'exists' || operator === 'notExists') return undefined;
    return { message: `Which property of \`${fact}\`?`, hint: plainPath };
  };

const checkFit = (input: Written & { type: FactType }): Problem[] => {
  const { type, operator, reference } = input;
  if (operator === undefined) return [];
  const hint = type.misfit?.({ path: textOf(reference.path), operator });
  if (hint === undefined) return [];
  const message = `\`${operator}\` can never hold for this.`;
  return [errorAt({ code: 'operator-does-not-fit', path: joinPaths(input.path, 'operator'), message, hint })];
};

const paramKeys: ReadonlySet<string> = new Set(['name', 'within', 'since', 'where', 'sum']);

/** What is wrong with the `params` of a fact, save for the conditions in `where`. */
export const checkParams = (input: Reference): Problem[] => {
  const { reference } = input;
  if (reference.fact === 'records') return [...checkRecordsParams(input)];
  const path = joinPaths(input.path, 'params');
  const bad = (key: string, message: string, hint: string): Problem =>
    errorAt({ code: 'bad-params', path: joinPaths(path, key), message, hint });
  const { params } = reference;
  if (reference.fact !== 'events') {
    return params === undefined
      ? []
      : [
          bad(
            '',
            `The fact \`${textOf(reference.fact)}\` takes no such \`params\`.`,
            'Leave them out, or ask about the items of a list: `{ "items": "count" }`.',
          ),
        ];
  }
  if (!isObject(params))
    return [bad('', 'The fact `events` needs `params`.', 'Write `{ "name": "Order Completed" }`.')];
  const problems = Object.keys(params)
    .filter((key) => !paramKeys.has(key))
    .slice(0, 5)
    .map((key) => bad(key.slice(0, 40), 'There is no such parameter.', `Use ${[...paramKeys].join(', ')}.`));
  const { name, within, since, sum } = params;
  if (typeof name !== 'string' || name === '' || name.length > 200) {
    problems.push(
      bad('name', 'The name of the events is missing.', 'Write it as it arrives, such as `Order Completed`.'),
    );
  }
  if (within !== undefined) {
    const text = typeof within === 'string' ? within : JSON.stringify(within);
    problems.push(...checkDuration({ text, path: joinPaths(path, 'within') }));
  }
  if (since !== undefined && since !== 'entry')
    problems.push(bad('since', 'Since when?', 'The only choice is `entry`.'));
  if (since === 'entry' && !input.facts.includes('run')) {
    problems.push(bad('since', 'There is no run here to count from.', 'Use `within`.'));
  }
  if (sum !== undefined && (typeof sum !== 'string' || (parsePath(sum)?.length ?? 0) === 0)) {
    problems.push(
      bad('sum', 'This is no plain property path.', 'Write a path such as `$.properties.revenue`.'),
    );
  }
  if (sum === undefined && needSum.has(textOf(reference.path))) {
    problems.push(
      bad('sum', `\`${textOf(reference.path)}\` of what?`, 'Add `"sum": "$.properties.revenue"`.'),
    );
  }
  return problems;
};
