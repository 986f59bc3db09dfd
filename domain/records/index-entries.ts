import { type JsonObject, own } from '../json.ts';
import { type Attribute, type Field, typeOfField } from '../objects/fields.ts';
import { sortableFields } from '../objects/field-flags.ts';
import type { ReadyObject } from '../objects/ready-object.ts';
import type { FieldBase } from '../objects/fields/field-type.ts';

type Placed = {
  readonly key: string;
  readonly field: Field;
  readonly value: NonNullable<JsonObject[string]>;
};

const present = (object: ReadyObject, data: JsonObject): readonly Placed[] =>
  Object.entries(object.definition.fields).flatMap(([key, field]): Placed[] => {
    const value = own(data, key);
    return value === undefined || value === null ? [] : [{ key, field, value }];
  });

const attributesMax = 1000;

/** What filters find a record by: one entry for each value of its fields, at most 1000. */
export const attributesOf = (input: { object: ReadyObject; data: JsonObject }): readonly Attribute[] => {
  const { types } = input.object;
  return present(input.object, input.data)
    .flatMap(
      ({ key, field, value }) =>
        typeOfField(field, types).attributes?.({ field, value, path: key, types }) ?? [],
    )
    .slice(0, attributesMax);
};

/** What lists are sorted by, in the order of `sortableFields`; undefined where the record has no value. */
export const sortKeysOf = (input: {
  object: ReadyObject;
  data: JsonObject;
}): readonly (string | number | undefined)[] => {
  const { definition, types } = input.object;
  return sortableFields(definition).map((key) => {
    const [field, value] = [own(definition.fields, key), own(input.data, key)];
    if (field === undefined || value === undefined || value === null) return undefined;
    return typeOfField(field, types).sortKey?.({ field, value });
  });
};

const flagged = (input: {
  object: ReadyObject;
  data: JsonObject;
  flag: 'unique' | 'searchable';
}): readonly Placed[] =>
  present(input.object, input.data).filter(({ field }) => {
    const flags: FieldBase = field;
    return flags[input.flag] === true;
  });

/** The texts the search finds a record by. */
export const searchTextsOf = (input: { object: ReadyObject; data: JsonObject }): readonly string[] =>
  flagged({ ...input, flag: 'searchable' }).map(({ field, value }) =>
    typeOfField(field, input.object.types).text({ field, value }),
  );

/** The values that no other record of the kind may have; letter case does not count. */
export const uniqueValuesOf = (input: {
  object: ReadyObject;
  data: JsonObject;
}): readonly { readonly field: string; readonly value: string }[] =>
  flagged({ ...input, flag: 'unique' }).map(({ key, field, value }) => ({
    field: key,
    value: typeOfField(field, input.object.types).text({ field, value }).normalize('NFKC').toLowerCase(),
  }));
