import { type JsonObject, own } from '../json.ts';
import { stageOf } from '../objects/definition.ts';
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

const presentWith = (
  input: { object: ReadyObject; data: JsonObject },
  has: (flags: FieldBase) => boolean,
): readonly Placed[] => present(input.object, input.data).filter(({ field }) => has(field));

/** The texts the search finds a record by. */
export const searchTextsOf = (input: { object: ReadyObject; data: JsonObject }): readonly string[] =>
  presentWith(input, ({ searchable }) => searchable === true).map(({ field, value }) =>
    typeOfField(field, input.object.types).text({ field, value }),
  );

/**
 * The values that no other record of the kind may have; letter case does not count. A record that is over, whose stage has `ends`,
 * holds no values that are unique `while-open`.
 */
export const uniqueValuesOf = (input: {
  object: ReadyObject;
  data: JsonObject;
  stage: string | undefined;
}): readonly { readonly field: string; readonly value: string }[] => {
  const { object, stage } = input;
  const isOver = stageOf(object.definition, stage)?.ends !== undefined;
  return presentWith(input, ({ unique }) => unique === true || (unique === 'while-open' && !isOver)).map(
    ({ key, field, value }) => ({
      field: key,
      value: typeOfField(field, object.types).text({ field, value }).normalize('NFKC').toLowerCase(),
    }),
  );
};
