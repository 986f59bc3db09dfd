import type { Problem } from '../../problem.ts';
import { childrenOf, type Condition, isLeaf, type Leaf } from '../../rules/condition-shape.ts';
import { isSame, numberOf } from '../../rules/decide/number-text.ts';
import { type CheckInput, warning } from '../checks/check-kit.ts';
import { conditionsOf } from '../conditions-of.ts';

/** Comparisons that must all hold at once. */
const conjuncts = (condition: Condition): readonly Leaf[] => {
  if (isLeaf(condition)) return [condition];
  return 'all' in condition ? childrenOf(condition).flatMap(conjuncts) : [];
};

/** The least and the greatest number a comparison lets through; undefined when it says nothing of numbers. */
const rangeOf = (leaf: Leaf): readonly [number, number] | undefined => {
  const value = numberOf(leaf.value);
  switch (leaf.operator) {
    case 'equal':
      return value === undefined ? undefined : [value, value];
    case 'greaterThan':
    case 'greaterThanInclusive':
      return value === undefined ? undefined : [value, Infinity];
    case 'lessThan':
    case 'lessThanInclusive':
      return value === undefined ? undefined : [-Infinity, value];
    case 'between': {
      const [from, to] = Array.isArray(leaf.value) ? leaf.value : [];
      return typeof from === 'number' && typeof to === 'number' ? [from, to] : undefined;
    }
    default:
      return undefined;
  }
};

const isStrict = ({ operator }: Leaf): boolean => operator === 'greaterThan' || operator === 'lessThan';

const textsOf = ({ operator, value }: Leaf): readonly unknown[] | undefined => {
  if (operator === 'equal') return [value];
  return operator === 'in' && Array.isArray(value) ? value : undefined;
};

const shutsOut = (one: Leaf, two: Leaf): boolean => {
  const [first, second] = [rangeOf(one), rangeOf(two)];
  if (first !== undefined && second !== undefined) {
    const [low, high] = [Math.max(first[0], second[0]), Math.min(first[1], second[1])];
    return low > high || (low === high && (isStrict(one) || isStrict(two)));
  }
  const [these, those] = [textsOf(one), textsOf(two)];
  return (
    these !== undefined &&
    those !== undefined &&
    !these.some((value) => those.some((other) => isSame(value, other)))
  );
};

const aboutOf = ({ fact, path, params }: Leaf): string => JSON.stringify([fact, path, params]);

const contradiction = (condition: Condition): readonly [Leaf, Leaf] | undefined => {
  const leaves = conjuncts(condition);
  for (const [index, one] of leaves.entries()) {
    const other = leaves.slice(index + 1).find((two) => aboutOf(one) === aboutOf(two) && shutsOut(one, two));
    if (other !== undefined) return [one, other];
  }
  return undefined;
};

const shown = ({ operator, value }: Leaf): string => `${operator} ${JSON.stringify(value)}`;

const consequence = (path: string): { code: string; what: string } => {
  if (path.startsWith('entry')) return { code: 'unreachable-entry', what: 'Nobody can enter' };
  if (path.startsWith('exit')) return { code: 'unreachable-exit', what: 'This exit can never happen' };
  if (path.startsWith('goal')) return { code: 'unreachable-goal', what: 'Nobody can reach this goal' };
  return { code: 'never-holds', what: 'This can never hold' };
};

/** Conditions that can never hold: two comparisons of one thing, both demanded, that shut each other out. */
export const lintContradictions = (input: CheckInput): readonly Problem[] =>
  conditionsOf(input).flatMap(({ conditions, path, step }): readonly Problem[] => {
    const found = contradiction(conditions);
    if (found === undefined) return [];
    const [one, two] = found;
    const { code, what } = consequence(path);
    return [
      warning({
        code,
        path,
        ...(step === undefined ? {} : { step }),
        message: `${what}: \`${one.fact}${one.path === undefined ? '' : ` ${one.path}`}\` would have to be both ${shown(one)} and ${shown(two)}.`,
        hint: 'Put them under `any`, or remove one.',
      }),
    ];
  });
