import { z } from 'zod';

import { choice } from './fields/choice.ts';
import { choices } from './fields/choices.ts';
import { date } from './fields/date.ts';
import type { FieldType, FieldTypes } from './fields/field-type.ts';
import { formula } from './fields/formula.ts';
import { instant } from './fields/instant.ts';
import { list } from './fields/list.ts';
import { money } from './fields/money.ts';
import { number } from './fields/number.ts';
import { person } from './fields/person.ts';
import { reference } from './fields/reference.ts';
import { text } from './fields/text.ts';
import { yesNo } from './fields/yes-no.ts';

export type { Attribute, FieldType, FieldTypes, Fields, TextSetting } from './fields/field-type.ts';
export type { FormulaField } from './fields/formula.ts';
export type { ListField } from './fields/list.ts';
export { type Money, moneyOf } from './fields/money.ts';

/** The types of field there are, in the order in which editors offer them. This list is the only one. */
const builtIn = [
  text,
  number,
  money,
  date,
  instant,
  yesNo,
  choice,
  choices,
  reference,
  person,
  list,
  formula,
] as const;

type FieldOf<T> = T extends FieldType<infer F> ? F : never;

/**
 * The fields by type. Open, so that a language with further types of field says what theirs look like:
 * `declare module '.../fields.ts' { interface FieldsByType { colour: ColourField } }`.
 */
export interface FieldsByType {
  readonly builtIn: FieldOf<(typeof builtIn)[number]>;
}

/** A field of an object, as it stands in the file. */
export type Field = FieldsByType[keyof FieldsByType];

/** Types of field by their names. Throws `RangeError` when two have the same name. */
export const fieldTypesOf = (types: readonly FieldType[]): FieldTypes => {
  const byName = new Map(types.map((type) => [type.type, type]));
  if (byName.size !== types.length) throw new RangeError('two types of field have the same name');
  return byName;
};

/** The types of field that come with the engine. */
export const fieldTypes: FieldTypes = fieldTypesOf(builtIn);

/** The type of a field. Throws `RangeError` for one the language does not have, which no checked object has. */
export const typeOfField = (field: Pick<Field, 'type'>, types: FieldTypes = fieldTypes): FieldType => {
  const type = types.get(field.type);
  if (type === undefined) throw new RangeError(`there is no type of field \`${field.type}\``);
  return type;
};

/** The key of a field: a name that is a plain property. */
export const fieldKey = z
  .string()
  .regex(
    /^[a-z][A-Za-z0-9_]{0,39}$/,
    'must be up to 40 letters, digits and `_`, starting with a lower-case letter',
  );

/** The schema of one field of a language; the source of the validator, the types and the editor's JSON Schema. */
export const fieldSchemaOf = (types: FieldTypes): z.ZodType<Field> => {
  const fieldsOf = (what: string): z.ZodType<Record<string, Field>> =>
    z.lazy(() => z.record(fieldKey, schema)).describe(what);
  const schema: z.ZodType<Field> = z
    .lazy(() => {
      const [first, ...rest] = [...types.values()].map((type) => type.schema(fieldsOf));
      if (first === undefined) throw new RangeError('a language needs a type of field');
      return z.discriminatedUnion('type', [first, ...rest]);
    })
    .meta({ id: 'field', description: 'One field of an object.' });
  return schema;
};
