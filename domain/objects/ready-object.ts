import type { Conditions } from '../rules/conditions.ts';
import { createDecider, type Decider } from '../rules/decide/decider.ts';
import type { ObjectDefinition } from './definition.ts';
import { fieldTypes, type FieldTypes, type FormulaField, typeOfField } from './fields.ts';
import { formulaOrder, type PlacedFormula } from './formula-order.ts';

/** A formula of an object, ready to be worked out. */
export type ReadyFormula = {
  readonly key: string;
  readonly field: FormulaField;
  /** Finds the case that holds; undefined when it is worked out by arithmetic. */
  readonly decider: Decider | undefined;
  /** What counts when its conditions hold, of a formula of points. */
  readonly points: readonly { readonly decider: Decider; readonly points: number }[];
};

/** An object made ready for work, once for each published workspace. */
export type ReadyObject = {
  readonly definition: ObjectDefinition;
  readonly types: FieldTypes;
  /** Each after those it looks at. */
  readonly formulas: readonly ReadyFormula[];
  /** Lists whose rows have formulas, each after those it looks at. */
  readonly rows: readonly { readonly list: string; readonly formulas: readonly PlacedFormula[] }[];
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
    points: (field.points ?? []).map(({ when, points }) => ({
      decider: createDecider({ cases: [when] }),
      points,
    })),
  }));
  const rows = Object.entries(definition.fields).flatMap(([list, field]) => {
    const { ordered } = formulaOrder(typeOfField(field, types).columns?.(field) ?? {});
    return ordered.length === 0 ? [] : [{ list, formulas: ordered }];
  });
  return { definition, types, formulas, rows };
};
