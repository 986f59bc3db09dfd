import { type ObjectDefinition, sortableMax } from './definition.ts';
import { type Field, fieldTypes, typeOfField, type FieldTypes } from './fields.ts';
import type { FieldBase } from './fields/field-type.ts';

/** The fields that lists are sorted by, in the order of the file: field 0 has slot 1 of the store, and so on. */
export const sortableFields = ({ fields }: Pick<ObjectDefinition, 'fields'>): readonly string[] =>
  Object.entries(fields)
    .filter(([, field]: [string, FieldBase]) => field.sortable === true)
    .map(([key]) => key)
    .slice(0, sortableMax);

/**
 * Whether a field, or a column of a list, holds what is about the person of the record: it says so, or it is a text that
 * somebody wrote on an object about a person and does not say the opposite.
 */
export const isPersonal = (input: {
  definition: Pick<ObjectDefinition, 'person'>;
  field: Field;
  types?: FieldTypes;
}): boolean => {
  const { definition, field, types = fieldTypes } = input;
  const { personal }: FieldBase = field;
  return personal ?? (definition.person !== undefined && typeOfField(field, types).freeText === true);
};
