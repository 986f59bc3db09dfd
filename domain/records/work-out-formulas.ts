import { roundedProduct } from '../exact-decimal.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../json.ts';
import { type FormulaField, moneyOf } from '../objects/fields.ts';
import { wayOf } from '../objects/fields/formula.ts';
import type { ReadyFormula, ReadyObject } from '../objects/ready-object.ts';
import { taxesOf } from '../sales/taxes.ts';
import { noEvents, type FactSource } from '../rules/facts.ts';

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** The values an operand stands for: a number, a field, or a column of all rows of a list. */
const valuesOf = (input: { operand: string | number; data: JsonObject }): readonly Json[] => {
  const { operand, data } = input;
  if (typeof operand === 'number') return [operand];
  const [key = '', column] = operand.split('.');
  const value = own(data, key) ?? null;
  if (column === undefined) return [value];
  const rows = isList(value) ? value : [];
  return rows.map((row) => (isJsonObject(row) ? (own(row, column) ?? null) : null));
};

/** A number or an amount; what is none counts as missing. */
type Term = { readonly number: number; readonly currency: string | undefined };

const termOf = (value: Json): Term | undefined => {
  if (typeof value === 'number') return { number: value, currency: undefined };
  const amount = moneyOf(value);
  return amount === undefined ? undefined : { number: amount.minor, currency: amount.currency };
};

/** A sum or product of binary fractions without their noise: 0.1 + 0.2 is 0.3. */
const exact = (value: number): number => Number(value.toPrecision(15));

/** The value a formula gives for a number, in the currency given; null when it is of another kind, or no number. */
const resultOf = (input: { field: FormulaField; number: number; currency: string | undefined }): Json => {
  const { field, currency } = input;
  const value = exact(input.number);
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return null;
  if (field.gives === 'number') return currency === undefined ? value + 0 : null;
  if (currency === undefined) return null;
  // Half a minor unit goes away from zero, as invoices round.
  return { minor: Math.sign(value) * Math.round(Math.abs(value)) + 0, currency };
};

/** The one currency of several amounts; null when there are amounts in several, or beside plain numbers. */
const commonCurrency = (terms: readonly Term[]): string | undefined | null => {
  const found = new Set(terms.map(({ currency }) => currency));
  return found.size > 1 ? null : [...found][0];
};

const sumOf = (field: FormulaField, data: JsonObject): Json => {
  const terms = (field.sum ?? []).flatMap((operand) =>
    valuesOf({ operand, data }).flatMap((value) => termOf(value) ?? []),
  );
  const currency = commonCurrency(terms);
  if (terms.length === 0 || currency === null) return null;
  return resultOf({ field, number: terms.reduce((sum, { number }) => sum + number, 0), currency });
};

const productOf = (field: FormulaField, data: JsonObject): Json => {
  const values = (field.product ?? []).flatMap((operand) => valuesOf({ operand, data }));
  const terms = values.flatMap((value) => termOf(value) ?? []);
  const currencies = terms.flatMap(({ currency }) => currency ?? []);
  if (terms.length < values.length || currencies.length > 1) return null;
  const numbers = terms.map(({ number }) => number);
  const [currency] = currencies;
  const minor = currency === undefined ? undefined : roundedProduct(numbers);
  const number = minor ?? numbers.reduce((product, one) => product * one, 1);
  return resultOf({ field, number, currency });
};

const taxOf = (field: FormulaField, data: JsonObject): Json => {
  const { tax } = field;
  const worked = tax === undefined ? undefined : taxesOf({ ...tax, lines: own(data, tax.lines) });
  if (worked === undefined) return null;
  const { currency, taxes } = worked;
  return resultOf({ field, number: taxes.reduce((sum, one) => sum + one.tax, 0), currency });
};

const differenceOf = (field: FormulaField, data: JsonObject): Json => {
  const [first = 0, ...rest] = field.difference ?? [];
  const [from] = valuesOf({ operand: first, data }).flatMap((value) => termOf(value) ?? []);
  const terms = rest.flatMap((operand) =>
    valuesOf({ operand, data }).flatMap((value) => termOf(value) ?? []),
  );
  if (from === undefined) return null;
  const currency = commonCurrency([from, ...terms]);
  if (currency === null) return null;
  return resultOf({
    field,
    number: terms.reduce((left, { number }) => left - number, from.number),
    currency,
  });
};

/** The value of a formula of arithmetic; null when it has none. */
const arithmetic = (field: FormulaField, data: JsonObject): Json => {
  switch (wayOf(field)) {
    case 'sum':
      return sumOf(field, data);
    case 'product':
      return productOf(field, data);
    case 'difference':
      return differenceOf(field, data);
    case 'tax':
      return taxOf(field, data);
    default:
      return null;
  }
};

const withValue = (data: JsonObject, key: string, value: Json): JsonObject => {
  const rest = Object.entries(data).filter(([name]) => name !== key);
  return Object.fromEntries(value === null ? rest : [...rest, [key, value]]);
};

/** The rows of every list with the formulas of their columns. */
const withRows = (object: ReadyObject, data: JsonObject): JsonObject =>
  object.rows.reduce((all, { list, formulas }) => {
    const rows = own(all, list);
    if (!isList(rows)) return all;
    const worked = rows.map((row) =>
      isJsonObject(row)
        ? formulas.reduce((done, { key, field }) => withValue(done, key, arithmetic(field, done)), row)
        : row,
    );
    return withValue(all, list, worked);
  }, data);

const decided = async (input: { formula: ReadyFormula; facts: FactSource }): Promise<Json> => {
  const { field, decider } = input.formula;
  if (decider === undefined) return null;
  const { matched } = await decider.decide({ facts: input.facts });
  return (matched === null ? field.otherwise : field.cases?.[matched]?.value) ?? null;
};

/** The points of all conditions that hold. */
const pointsOf = async (input: { formula: ReadyFormula; facts: FactSource }): Promise<Json> => {
  let sum = 0;
  for (const { decider, points } of input.formula.points)
    if ((await decider.decide({ facts: input.facts })).matched !== null) sum += points;
  return exact(sum) + 0;
};

const workOut = async (formula: ReadyFormula, data: JsonObject, facts: FactSource): Promise<Json> => {
  if (formula.points.length > 0) return pointsOf({ formula, facts });
  return formula.decider === undefined ? arithmetic(formula.field, data) : decided({ formula, facts });
};

/**
 * The data of a record with its formulas worked out: those of rows first, then each after those it looks at. `around` is what
 * the fact `record` has besides the fields, such as the stage. A formula without a value is left out.
 */
export const workOutFormulas = async (input: {
  object: ReadyObject;
  data: JsonObject;
  around: JsonObject;
  now: number;
  zone: string;
}): Promise<JsonObject> => {
  const { object, around, now, zone } = input;
  let data = withRows(object, input.data);
  for (const formula of object.formulas) {
    const record = { ...data, ...around };
    const facts = {
      now,
      zone,
      profile: undefined,
      segments: [],
      record,
      events: () => Promise.resolve(noEvents),
    };
    const value = await workOut(formula, data, facts);
    data = withValue(data, formula.key, value);
  }
  return data;
};
