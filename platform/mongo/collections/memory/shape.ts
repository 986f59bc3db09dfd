import type { CollectionSchema } from '../../schema/define.ts';
import { isRow, type Row } from './values.ts';

/** Says what of a document its schema does not declare; undefined when all of it is declared. */
export type Shape = (row: Row) => string | undefined;

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: (value) => typeof value === 'string',
  Number: (value) => typeof value === 'number',
  Boolean: (value) => typeof value === 'boolean',
  Date: (value) => value instanceof Date,
  Embedded: isRow,
  Mixed: () => true,
};

const isOf = (type: string, value: unknown): boolean =>
  value === null || (Object.hasOwn(types, type) && types[type]?.(value) === true);

const problemOf = (schema: CollectionSchema, field: string, value: unknown): string | undefined => {
  const path = schema.path(field);
  if (path === undefined) return `The schema does not declare the field ${field}.`;
  if (path.instance !== 'Array') {
    return isOf(path.instance, value) ? undefined : `The field ${field} is declared as ${path.instance}.`;
  }
  const inner = path.getEmbeddedSchemaType()?.instance ?? 'Mixed';
  const fits = Array.isArray(value) && value.every((one) => isOf(inner, one));
  return fits ? undefined : `The field ${field} is declared as a list of ${inner}.`;
};

/** Makes the check of documents against the fields that a schema declares. */
export const createShape =
  (schema: CollectionSchema): Shape =>
  (row) => {
    for (const [field, value] of Object.entries(row)) {
      const problem = problemOf(schema, field, value);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
