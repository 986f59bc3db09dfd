import { isFactValue, type Leaf } from '../condition-shape.ts';
import type { Moment } from '../decide/expected.ts';
import type { FactTypes } from '../facts.ts';
import { positiveOf } from '../operator-names.ts';
import { readPath } from '../path.ts';

/** The value of a comparison, of which another fact may be one that is the same for everybody. */
export const wantedOf = (input: { leaf: Leaf; types: FactTypes; moment: Moment }): unknown => {
  const { value } = input.leaf;
  if (!isFactValue(value)) return value;
  const there = input.types.get(value.fact)?.inDocuments;
  return there?.kind === 'constant'
    ? readPath({ value: there.at(input.moment), path: value.path ?? '$' })
    : undefined;
};

/** Why a comparison cannot be made by a database, and the field of it that is to blame; undefined when it can. */
export const unaskable = (
  leaf: Leaf,
  types: FactTypes,
): { readonly field: string; readonly message: string; readonly hint: string } | undefined => {
  if (positiveOf(leaf.operator).operator === 'matches') {
    const hint = 'Use `startsWith`, `endsWith` or `containsText`.';
    return { field: 'operator', message: 'A database cannot be asked by a pattern.', hint };
  }
  if (isFactValue(leaf.value) && types.get(leaf.value.fact)?.inDocuments.kind !== 'constant') {
    const message = 'Two facts of many people cannot be compared with each other.';
    return { field: 'value', message, hint: 'Compare with a value, or with `now`.' };
  }
  return undefined;
};
