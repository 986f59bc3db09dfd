import type { ObjectDefinition } from '../../domain/objects/definition.ts';
import { type FieldTypes, typeOfField } from '../../domain/objects/fields.ts';

/**
 * The fields of an object that are cleared when the person is erased, and shown only to keys with the scope `personal-data`:
 * those that say so, and texts of objects about a person that do not say otherwise.
 */
export const personalFields = (definition: ObjectDefinition, types?: FieldTypes): ReadonlySet<string> =>
  new Set(
    Object.entries(definition.fields).flatMap(([key, field]) => {
      const byDefault = definition.person !== undefined && typeOfField(field, types).freeText === true;
      return (field.personal ?? byDefault) ? [key] : [];
    }),
  );
