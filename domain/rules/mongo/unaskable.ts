import { isFactValue, type Leaf } from '../condition-shape.ts';
import { positiveOf } from '../operator-names.ts';

/** Why a comparison cannot be made by a database, and the field of it that is to blame; undefined when it can. */
export const unaskable = (
  leaf: Leaf,
): { readonly field: string; readonly message: string; readonly hint: string } | undefined => {
  if (positiveOf(leaf.operator).operator === 'matches') {
    const hint = 'Use `startsWith`, `endsWith` or `containsText`.';
    return { field: 'operator', message: 'A database cannot be asked by a pattern.', hint };
  }
  if (isFactValue(leaf.value) && leaf.value.fact !== 'now') {
    const message = 'Two facts of many people cannot be compared with each other.';
    return { field: 'value', message, hint: 'Compare with a value, or with `now`.' };
  }
  return undefined;
};
