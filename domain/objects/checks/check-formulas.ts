import { quoteList } from '../../documents/nearest.ts';
import { own } from '../../json.ts';
import type { Problem } from '../../problem.ts';
import { neverHeld } from '../../records/never-held.ts';
import { systemPaths } from '../../records/record-fact.ts';
import { childrenOf, type Condition, conditionsIn, itemsParamsOf } from '../../rules/condition-shape.ts';
import { operatorTable } from '../../rules/operator-names.ts';
import { type Field, type Fields, type FormulaField, typeOfField } from '../fields.ts';
import { formulaOrder, lookedAt } from '../formula-order.ts';
import { type CheckInput, refusal, unknownName } from './check-kit.ts';

const isNumeric = (field: Field): boolean =>
  field.type === 'number' ||
  field.type === 'money' ||
  (field.type === 'formula' && (field.gives === 'number' || field.gives === 'money'));

/** The field an operand names; `columns` where it is a list without a column. */
const operandOf = (input: CheckInput & { fields: Fields; name: string }): Field | undefined => {
  const [key = '', column] = input.name.split('.');
  const field = own(input.fields, key);
  if (field === undefined || column === undefined) return field;
  return own(typeOfField(field, input.types).columns?.(field), column);
};

const namesIn = (input: CheckInput & { fields: Fields }): readonly string[] =>
  Object.entries(input.fields).flatMap(([key, field]) => {
    const columns = typeOfField(field, input.types).columns?.(field);
    return columns === undefined ? [key] : Object.keys(columns).map((column) => `${key}.${column}`);
  });

type Formula = { readonly field: FormulaField; readonly path: string; readonly fields: Fields };

const checkOperands = (input: CheckInput & Formula): readonly Problem[] =>
  (['sum', 'product', 'difference'] as const).flatMap((way) =>
    (input.field[way] ?? []).flatMap((operand, index): readonly Problem[] => {
      if (typeof operand === 'number') return [];
      const path = `${input.path}.${way}[${index}]`;
      const found = operandOf({ ...input, name: operand });
      if (found === undefined)
        return [
          unknownName({ code: 'unknown-field', path, kind: 'field', word: operand, known: namesIn(input) }),
        ];
      if (!isNumeric(found)) {
        const message = `\`${operand}\` is of the type \`${found.type}\`, and cannot be reckoned with.`;
        return [
          refusal({
            code: 'bad-formula',
            path,
            message,
            hint: 'Use numbers, amounts, and columns such as `lines.total`.',
          }),
        ];
      }
      if (operand.includes('.') && way !== 'sum') {
        const message = `Only \`sum\` takes a column such as \`${operand}\`.`;
        return [
          refusal({ code: 'bad-formula', path, message, hint: 'Make a formula of the sum, and use that.' }),
        ];
      }
      return [];
    }),
  );

/** The columns that a formula of tax names: the list is there, and both are numbers of its rows. */
const checkTax = (input: CheckInput & Formula): readonly Problem[] => {
  const { tax } = input.field;
  if (tax === undefined) return [];
  return (['net', 'percent'] as const).flatMap((part): readonly Problem[] => {
    const word = `${tax.lines}.${tax[part]}`;
    const path = `${input.path}.tax.${part}`;
    const found = operandOf({ ...input, name: word });
    if (found === undefined)
      return [unknownName({ code: 'unknown-field', path, kind: 'field', word, known: namesIn(input) })];
    if (isNumeric(found)) return [];
    const message = `\`${word}\` is of the type \`${found.type}\`, and cannot be reckoned with.`;
    return [refusal({ code: 'bad-formula', path, message, hint: 'Name columns of amounts and of numbers.' })];
  });
};

/** The comparisons by age, with their places: they would hold at another time than the record was changed. */
const agesIn = (input: { condition: Condition; path: string }): readonly Problem[] => {
  const { condition, path } = input;
  if (!('fact' in condition)) {
    const [group] = Object.keys(condition);
    const isOne = 'not' in condition;
    return childrenOf(condition).flatMap((child, index) =>
      agesIn({ condition: child, path: isOne ? `${path}.not` : `${path}.${group ?? ''}[${index}]` }),
    );
  }
  const within = [
    { nested: conditionsIn(condition.value), at: `${path}.value` },
    { nested: itemsParamsOf(condition)?.where, at: `${path}.params.where` },
  ].flatMap(({ nested, at }) => (nested === undefined ? [] : agesIn({ condition: nested, path: at })));
  if (operatorTable[condition.operator].value !== 'age') return within;
  const message = 'A formula is worked out when the record changes, so it cannot ask for an age.';
  const hint = 'Ask for the age in the conditions of a rule, a segment or a list.';
  return [refusal({ code: 'operator-does-not-fit', path: `${path}.operator`, message, hint })];
};

const checkCases = (input: CheckInput & Formula): readonly Problem[] => {
  const known = [...Object.keys(input.fields), ...systemPaths];
  const names = lookedAt(input.field).filter(
    ({ path }) => path.startsWith('cases') || path.startsWith('points'),
  );
  return [
    ...names
      .filter(({ name }) => !known.includes(name))
      .map(({ name, path }) =>
        unknownName({
          code: 'unknown-field',
          path: `${input.path}.${path}`,
          kind: 'field',
          word: name,
          known,
        }),
      ),
    ...(['cases', 'points'] as const).flatMap((way) =>
      (input.field[way] ?? []).flatMap(({ when }, index) => [
        ...agesIn({ condition: when, path: `${input.path}.${way}[${index}].when` }),
        ...neverHeld({
          object: input.definition,
          value: when,
          path: `${input.path}.${way}[${index}].when`,
        }),
      ]),
    ),
  ];
};

const formulasIn = (input: { fields: Fields; path: string }): readonly Formula[] =>
  Object.entries(input.fields).flatMap(([key, field]): Formula[] =>
    field.type === 'formula' ? [{ field, path: `${input.path}.${key}`, fields: input.fields }] : [],
  );

/** What is wrong with the formulas of an object: what they look at must be there, be numbers, and not be a circle. */
export const checkFormulas = (input: CheckInput): readonly Problem[] => {
  const { fields } = input.definition;
  const formulas = [
    ...formulasIn({ fields, path: 'fields' }),
    ...Object.entries(fields).flatMap(([key, field]) =>
      formulasIn({
        fields: typeOfField(field, input.types).columns?.(field) ?? {},
        path: `fields.${key}.fields`,
      }),
    ),
  ];
  const circles = [
    { circle: formulaOrder(fields).circle, path: 'fields' },
    ...Object.entries(fields).map(([key, field]) => ({
      circle: formulaOrder(typeOfField(field, input.types).columns?.(field) ?? {}).circle,
      path: `fields.${key}.fields`,
    })),
  ].filter(({ circle }) => circle.length > 0);
  return [
    ...formulas.flatMap((formula) => [
      ...checkOperands({ ...input, ...formula }),
      ...checkTax({ ...input, ...formula }),
      ...checkCases({ ...input, ...formula }),
    ]),
    ...circles.map(({ circle, path }) =>
      refusal({
        code: 'formula-circle',
        path: `${path}.${circle[0] ?? ''}`,
        message: `The formulas ${quoteList(circle)} cannot be worked out: they look at each other in a circle.`,
        hint: 'Let one of them look at fields that somebody writes.',
      }),
    ),
  ];
};
