import type { Conditions } from '../rules/conditions.ts';
import { createDecider, type Decider } from '../rules/decide/decider.ts';
import type { ObjectDefinition } from './definition.ts';
import { fieldTypes, type FieldTypes, type FormulaField } from './fields.ts';
import { formulaOrder } from './formula-order.ts';

/** A formula of an object, ready to be worked out. */
export type ReadyFormula = {
  readonly key: string;
  readonly field: FormulaField;
  /** Finds the case that holds; undefined when it is worked out by arithmetic. */
  readonly decider: Decider | undefined;
};

/** An object made ready for work, once for each published workspace. */
export type ReadyObject = {
  readonly definition: ObjectDefinition;
  readonly types: FieldTypes;
  /** Each after those it looks at. */
  readonly formulas: readonly ReadyFormula[];
};

const deciderOf = (field: FormulaField): Decider | undefined => {
  if (field.cases === undefined) return undefined;
  const cases: readonly Conditions[] = field.cases.map((one) => one.when);
  return createDecider({ cases });
};

/** Makes a checked object ready. Throws `broken-definition` when conditions of a formula cannot be evaluated. */
export const readyObject = (input: { definition: ObjectDefinition; types?: FieldTypes }): ReadyObject => {
  const { definition, types = fieldTypes } = input;
  const formulas = formulaOrder(definition.fields).ordered.map(({ key, field }) => ({
    key,
    field,
    decider: deciderOf(field),
  }));
  return { definition, types, formulas };
};
