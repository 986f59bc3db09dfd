import type { Definition, Field } from '../definition.ts';

/** Values by the keys of fields or columns; what is empty is not there. */
export type Values = Readonly<Record<string, unknown>>;

/** Values without those of formulas, which nobody writes. */
const written = (fields: Readonly<Record<string, Pick<Field, 'type'>>>, values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([key, value]) => value !== undefined && value !== null && fields[key]?.type !== 'formula',
    ),
  );

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The rows of a list; what is none is left out. */
export const rowsOf = (value: unknown): readonly Values[] =>
  Array.isArray(value) ? value.filter((row: unknown) => isValues(row)) : [];

/** What somebody wrote of a record: without formulas, also those of rows, as the API takes it. */
export const writtenOf = (definition: Definition, values: Values): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(written(definition.fields, values)).map(([key, value]) => {
      const field = definition.fields[key];
      return [key, field?.type === 'list' ? rowsOf(value).map((row) => written(field.fields, row)) : value];
    }),
  );

/** A record that a row refers to. */
type Referred = { readonly title?: string | undefined; readonly data: Values };

/**
 * A row with what it takes over from the record that it refers to: empty columns that are called as a field there, such as price
 * and tax, and its name as `description`.
 */
export const withReferred = (input: {
  columns: Readonly<Record<string, Pick<Field, 'type'>>>;
  row: Values;
  record: Referred;
}): Values => {
  const { columns, row, record } = input;
  const offered: Values = {
    ...record.data,
    ...(record.title === undefined ? {} : { description: record.title }),
  };
  const taken = Object.entries(columns).flatMap(([key, { type }]) => {
    const value = offered[key];
    const isFree = row[key] === undefined && type !== 'reference' && type !== 'formula';
    return isFree && value !== undefined ? [[key, value] as const] : [];
  });
  return { ...row, ...Object.fromEntries(taken) };
};
