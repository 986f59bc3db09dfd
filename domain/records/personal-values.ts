import { isJsonObject, type Json, type JsonObject, own } from '../json.ts';
import { isPersonal } from '../objects/field-flags.ts';
import type { Field, Fields } from '../objects/fields.ts';
import type { ReadyObject } from '../objects/ready-object.ts';

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** What becomes of a value: itself, another, or undefined for none. */
type Replace = (field: Field, value: Json) => Json | undefined;

const mapFields = (input: {
  object: ReadyObject;
  fields: Fields;
  values: JsonObject;
  replace: Replace;
}): JsonObject => {
  const { object, fields, values, replace } = input;
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]): [string, Json][] => {
      const field = own(fields, key);
      if (field === undefined) return [];
      const columns = object.types.get(field.type)?.columns?.(field);
      const rest = replace(field, value);
      if (rest === undefined) return [];
      if (columns === undefined || !isList(rest)) return [[key, rest]];
      const rows = rest.map((row) =>
        isJsonObject(row) ? mapFields({ ...input, fields: columns, values: row }) : row,
      );
      return [[key, rows]];
    }),
  );
};

/**
 * The data of a record without what is personal, in rows as well: for readers without the scope `personal-data`, and
 * after its person was erased. Fields that the object no longer has are left out, since nothing is known of them.
 */
export const withoutPersonal = (input: { object: ReadyObject; data: JsonObject }): JsonObject => {
  const { object, data } = input;
  const { definition, types } = object;
  return mapFields({
    object,
    fields: definition.fields,
    values: data,
    replace: (field, value) => (isPersonal({ definition, field, types }) ? undefined : value),
  });
};
