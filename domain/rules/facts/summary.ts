import { operatorTable, type OperatorName } from '../operator-names.ts';

/** The numbers in the answer of a fact that asks a store. */
export const summaryNumbers = ['$.count', '$.sum', '$.average', '$.min', '$.max'] as const;

const numeric: ReadonlySet<string> = new Set(['number', 'range', 'scalar', 'scalars']);

/** A hint when an operator never holds for one of those numbers; undefined when it can. */
export const numberMisfit = (operator: OperatorName): string | undefined => {
  if (operator === 'exists' || operator === 'notExists') return undefined;
  const fits = numeric.has(operatorTable[operator].value) && !operator.includes('ontain');
  return fits ? undefined : 'Compare it with a number, by `greaterThan` and the like.';
};
