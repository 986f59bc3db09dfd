import { childrenOf, type Condition, factsIn } from '../rules/condition-shape.ts';
import { parsePath } from '../rules/path.ts';
import type { Fields, FormulaField } from './fields.ts';

/** A formula and its key. */
export type PlacedFormula = { readonly key: string; readonly field: FormulaField };

/** A name of a field that a formula looks at, and where it stands below the formula. */
export type Looked = { readonly name: string; readonly path: string };

const leavesAt = (input: { condition: Condition; path: string }): readonly Looked[] => {
  const { condition, path } = input;
  if ('fact' in condition) {
    return factsIn(condition).flatMap((fact, index) => {
      const [first] = parsePath(fact.path ?? '$') ?? [];
      const at = index === 0 ? `${path}.path` : `${path}.value.path`;
      // Items of a list are looked at within the field that holds them.
      return first === undefined || fact.fact !== 'record' ? [] : [{ name: String(first), path: at }];
    });
  }
  const [group] = Object.keys(condition);
  const isOne = 'not' in condition;
  return childrenOf(condition).flatMap((child, index) =>
    leavesAt({ condition: child, path: isOne ? `${path}.not` : `${path}.${group ?? ''}[${index}]` }),
  );
};

/** What a formula looks at: fields and columns (`lines.total`) by their names. */
export const lookedAt = (field: FormulaField): readonly Looked[] => {
  const { cases = [], points = [] } = field;
  const operands = (['sum', 'product', 'difference'] as const).flatMap((way) =>
    (field[way] ?? []).flatMap((operand, index) =>
      typeof operand === 'string' ? [{ name: operand, path: `${way}[${index}]` }] : [],
    ),
  );
  return [
    ...operands,
    ...cases.flatMap((one, index) => leavesAt({ condition: one.when, path: `cases[${index}].when` })),
    ...points.flatMap((one, index) => leavesAt({ condition: one.when, path: `points[${index}].when` })),
  ];
};

/** The formulas of fields, each after those it looks at; and the keys of those that look at each other in a circle. */
export const formulaOrder = (
  fields: Fields,
): { readonly ordered: readonly PlacedFormula[]; readonly circle: readonly string[] } => {
  const left = new Map(
    Object.entries(fields).flatMap(([key, field]): [string, FormulaField][] =>
      field.type === 'formula' ? [[key, field]] : [],
    ),
  );
  const ordered: PlacedFormula[] = [];
  for (;;) {
    const ready = [...left].filter(([, field]) =>
      lookedAt(field).every(({ name }) => !left.has(name.split('.')[0] ?? '')),
    );
    if (ready.length === 0) return { ordered, circle: [...left.keys()] };
    for (const [key, field] of ready) {
      ordered.push({ key, field });
      left.delete(key);
    }
  }
};
