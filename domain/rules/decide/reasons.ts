import type { RuleResult } from 'json-rules-engine';

import { isObject, type Json } from '../../json.ts';
import { bounded, type Because } from './because.ts';
import type { CompiledLeaf } from '../compile.ts';
import { isFactValue } from '../condition-shape.ts';
import { isExpected, type Expected } from './operators.ts';

/** Every comparison json-rules-engine made, from its result, in the order in which they are written. */
export const reasonsOf = (input: {
  result: RuleResult;
  index: number;
  leaves: readonly CompiledLeaf[];
}): readonly Because[] => {
  const reasons: Because[] = [];
  const visit = (node: unknown, isNegated: boolean): void => {
    if (!isObject(node)) return;
    const below = [node.all, node.any, node.not].find((content) => content !== undefined);
    const isUnderNot = isNegated !== (node.not !== undefined);
    if (below !== undefined) for (const child of [below].flat()) visit(child, isUnderNot);
    else if (typeof node.result === 'boolean') reasons.push(...reasonOf({ node, isNegated, ...input }));
  };
  visit(input.result.conditions, false);
  return reasons;
};

const reasonOf = (input: {
  node: Record<string, unknown>;
  isNegated: boolean;
  index: number;
  leaves: readonly CompiledLeaf[];
}): readonly Because[] => {
  const { node, index } = input;
  const leaf = input.leaves[Number(node.name)]?.leaf;
  if (leaf === undefined) return [];
  const { factResult, valueResult } = node;
  const { fact, path, params, operator } = leaf;
  return [
    {
      case: index,
      fact,
      ...(path === undefined ? {} : { path }),
      ...(params === undefined ? {} : { params }),
      operator,
      expected: isFactValue(leaf.value) ? shown(valueResult) : bounded(leaf.value),
      ...(factResult === undefined || factResult === null ? {} : { actual: bounded(factResult) }),
      held: node.result === true,
      ...(input.isNegated ? { negated: true } : {}),
    },
  ];
};

/** What the value of another fact came to. */
const shown = (value: unknown): Json => (isExpected(value) ? bounded(plain(value)) : null);

const plain = (expected: Expected): unknown => {
  switch (expected.kind) {
    case 'scalar':
      return expected.value;
    case 'set':
      return [...expected.values];
    case 'range':
      return [expected.low, expected.high];
    case 'text':
      return expected.text;
    case 'time':
      return new Date(Number.isFinite(expected.from) ? expected.from : expected.to + 1).toISOString();
    default:
      return null;
  }
};
