import { suggest } from '../documents/nearest.ts';
import { isObject } from '../json.ts';
import type { Problem } from '../problem.ts';
import { checkDuration } from '../time/duration.ts';
import { factNames, isFactName, type FactName } from './facts.ts';
import { operatorTable, type OperatorName } from './operator-names.ts';
import { parsePath } from './path.ts';
import { errorAt, joinPaths } from './problems.ts';

const plainPath = 'Write a plain property path, such as `$.traits.plan` or `$.items[0].price`.';

/** The numbers and the instants in the answer of the fact `events`. */
const eventNumbers = ['$.count', '$.sum', '$.average', '$.min', '$.max'];
const eventInstants = ['$.first', '$.last'];
const needSum: ReadonlySet<string> = new Set(['$.sum', '$.average', '$.min', '$.max']);

const fitting: Partial<Record<FactName, { operators: readonly OperatorName[]; hint: string }>> = {
  now: { operators: ['before', 'after'], hint: 'Compare `now` by `before` or `after`.' },
  segments: {
    operators: ['contains', 'doesNotContain', 'containsAny', 'containsAll'],
    hint: 'Ask whether `segments` `contains` the key of a segment.',
  },
};

/** Anything as a text to look up or show; empty for what is none. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

type Reference = { reference: Record<string, unknown>; path: string; facts: readonly FactName[] };

/** What is wrong with the `fact` and `path` of a comparison, or of a value taken from a fact. */
export const checkReference = (input: Reference & { operator: OperatorName | undefined }): Problem[] => {
  const { reference, path, facts } = input;
  const { fact } = reference;
  if (!isFactName(fact)) {
    const message = fact === undefined ? 'The fact is missing.' : 'There is no such fact.';
    const hint = suggest({ word: typeof fact === 'string' ? fact : '', known: facts, none: '' });
    return [errorAt({ code: 'unknown-fact', path: joinPaths(path, 'fact'), message, hint })];
  }
  if (!facts.includes(fact)) {
    const message = `The fact \`${fact}\` is not known here.`;
    const hint = `Use one of: ${factNames.filter((name) => facts.includes(name)).join(', ')}.`;
    return [errorAt({ code: 'fact-not-here', path: joinPaths(path, 'fact'), message, hint })];
  }
  const problems = checkPath({ ...input, fact });
  return problems.length > 0 ? problems : checkFit({ ...input, fact });
};

const checkPath = (input: Reference & { fact: FactName; operator: OperatorName | undefined }): Problem[] => {
  const { fact, operator } = input;
  const path = joinPaths(input.path, 'path');
  const written = input.reference.path;
  const bad = (message: string, hint: string): Problem[] => [
    errorAt({ code: 'bad-path', path, message, hint }),
  ];
  if (written !== undefined && (typeof written !== 'string' || parsePath(written) === undefined)) {
    return bad('This is no plain property path.', plainPath);
  }
  if (fact === 'now' || fact === 'segments') {
    return written === undefined ? [] : bad(`\`${fact}\` has nothing below it.`, 'Leave `path` out.');
  }
  if (fact === 'events') {
    const known = [...eventNumbers, ...eventInstants];
    if (written !== undefined && known.includes(written)) return [];
    return bad('The fact `events` needs one of its answers.', `Use one of: ${known.join(', ')}.`);
  }
  const whole = written === undefined || written === '$';
  if (!whole || fact === 'item' || operator === 'exists' || operator === 'notExists') return [];
  return bad(`Which property of \`${fact}\`?`, plainPath);
};

const checkFit = (input: Reference & { fact: FactName; operator: OperatorName | undefined }): Problem[] => {
  const { fact, operator } = input;
  if (operator === undefined) return [];
  const path = joinPaths(input.path, 'operator');
  const refuse = (hint: string): Problem[] => [
    errorAt({
      code: 'operator-does-not-fit',
      path,
      message: `\`${operator}\` can never hold for this.`,
      hint,
    }),
  ];
  const fit = fitting[fact];
  if (fit !== undefined) return fit.operators.includes(operator) ? [] : refuse(fit.hint);
  if (fact !== 'events' || operator === 'exists' || operator === 'notExists') return [];
  const kind = operatorTable[operator].value;
  if (eventInstants.includes(textOf(input.reference.path))) {
    return kind === 'age' || kind === 'instant'
      ? []
      : refuse('Use `olderThan`, `newerThan`, `before` or `after`.');
  }
  const numeric = kind === 'number' || kind === 'range' || kind === 'scalar' || kind === 'scalars';
  return numeric && !operator.includes('ontain')
    ? []
    : refuse('Compare it with a number, by `greaterThan` and the like.');
};

const paramKeys: ReadonlySet<string> = new Set(['name', 'within', 'since', 'where', 'sum']);

/** What is wrong with the `params` of the fact `events`, save for the conditions in `where`. */
export const checkParams = (input: Reference): Problem[] => {
  const { reference } = input;
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
