import { isRow, type Row } from './values.ts';

/** What an expression gives for a document; undefined for nothing. */
type Value<T = unknown> = (row: Row) => T;

const isFieldOf = /^\$[A-Za-z_]\w*$/;

const isPlainName = (name: string): boolean => /^[A-Za-z]\w*$/.test(name);

const allOf = <T>(values: readonly (T | undefined)[]): readonly T[] | undefined => {
  const there = values.filter((value) => value !== undefined);
  return there.length === values.length ? there : undefined;
};

/** Objects one over the other; each is one for every document. */
const toMerged = (argument: unknown): Value<Row> | undefined => {
  const parts = Array.isArray(argument) ? allOf(argument.map(toRow)) : undefined;
  return parts === undefined ? undefined : (row) => Object.assign({}, ...parts.map((part) => part(row)));
};

const toFields = (expression: Row): Value<Row> | undefined => {
  const names = Object.keys(expression);
  const values = allOf(names.map((name) => (isPlainName(name) ? toValue(expression[name]) : undefined)));
  if (values === undefined) return undefined;
  return (row) =>
    Object.fromEntries(
      names
        .map((name, index): [string, unknown] => [name, values[index]?.(row)])
        .filter(([, value]) => value !== undefined),
    );
};

/** An expression that gives an object for every document. */
const toRow = (expression: unknown): Value<Row> | undefined => {
  if (!isRow(expression)) return undefined;
  const { $literal: literal, $mergeObjects: merged } = expression;
  if (Object.keys(expression).length === 1) {
    if (merged !== undefined) return toMerged(merged);
    if (isRow(literal) && !Object.hasOwn(literal, '__proto__')) return () => literal;
  }
  return toFields(expression);
};

const toValue = (expression: unknown): Value | undefined => {
  if (typeof expression === 'string' && expression.startsWith('$')) {
    if (!isFieldOf.test(expression)) return undefined;
    const field = expression.slice(1);
    return (row) => (Object.hasOwn(row, field) ? row[field] : undefined);
  }
  if (typeof expression !== 'object' || expression === null) return () => expression;
  if (!isRow(expression)) return undefined;
  const { $literal: literal } = expression;
  if (literal !== undefined && Object.keys(expression).length === 1) return () => literal;
  return toRow(expression);
};

const toStage = (stage: Row): Value<Row> | undefined => {
  const { $set: set, $replaceWith: whole } = stage;
  if (Object.keys(stage).length !== 1) return undefined;
  if (whole !== undefined) return toRow(whole);
  if (!isRow(set)) return undefined;
  const names = Object.keys(set);
  const values = allOf(names.map((name) => (isPlainName(name) ? toValue(set[name]) : undefined)));
  if (values === undefined) return undefined;
  return (row) => ({
    ...row,
    ...Object.fromEntries(names.map((name, index) => [name, values[index]?.(row)])),
  });
};

/**
 * Makes the change of a document that the stages of an update mean, where they only set fields to values, to other fields or
 * to objects of these: nearly all updates, for which a general pipeline takes many times as long. Undefined for others. A
 * field that is set to nothing is undefined.
 */
export const toSimpleUpdate = (stages: readonly Row[]): Value<Row> | undefined => {
  const all = allOf(stages.map(toStage));
  return all === undefined ? undefined : (row) => all.reduce((made, stage) => stage(made), row);
};
