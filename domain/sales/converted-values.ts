import { type Json, type JsonObject, own } from '../json.ts';
import type { ConvertTarget, ValueSource } from '../objects/converts.ts';
import type { ReadyObject } from '../objects/ready-object.ts';
import type { Problem } from '../problem.ts';

/** The values of a record that a conversion makes, and what of the lead did not fit into it. */
export type ConvertedValues = { readonly values: JsonObject; readonly left: readonly Problem[] };

const fromSource = (data: JsonObject, source: ValueSource): Json | undefined => {
  if (typeof source === 'string') return own(data, source) ?? undefined;
  if ('value' in source) return source.value;
  return source.map((key) => own(data, key) ?? undefined).find((value) => value !== undefined);
};

/**
 * The values that a record made by a conversion gets from the lead. A value that its field does not take, such as a choice that
 * it does not have, is left out and named in `left`.
 */
export const convertedValues = (input: {
  /** What is converted. */
  lead: { readonly object: ReadyObject; readonly data: JsonObject };
  to: { readonly key: ConvertTarget; readonly object: ReadyObject };
}): ConvertedValues => {
  const { lead, to } = input;
  const { definition, types } = to.object;
  const left: Problem[] = [];
  const values = Object.entries(lead.object.definition.converts?.[to.key] ?? {}).flatMap(
    ([key, source]): [string, Json][] => {
      const value = fromSource(lead.data, source);
      const field = own(definition.fields, key);
      if (value === undefined || field === undefined) return [];
      const read = types.get(field.type)?.read({ field, value, path: `${to.key}.${key}`, types });
      if (read?.ok === false)
        left.push(...read.problems.map((one) => ({ ...one, severity: 'warning' as const })));
      return read?.ok === true && read.value !== null ? [[key, read.value]] : [];
    },
  );
  return { values: Object.fromEntries(values), left };
};

/** The traits of the person that a lead becomes. */
export const convertedTraits = (lead: { object: ReadyObject; data: JsonObject }): JsonObject =>
  Object.fromEntries(
    Object.entries(lead.object.definition.converts?.person ?? {}).flatMap(
      ([trait, key]): [string, Json][] => {
        const value = own(lead.data, key);
        return value === undefined || value === null ? [] : [[trait, value]];
      },
    ),
  );

/** The field of an object that refers to records of another one, or to a person; the first one. */
export const fieldTo = (object: ReadyObject, to: string): string | undefined => {
  const { person, fields } = object.definition;
  if (to === 'person')
    return person ?? Object.keys(fields).find((key) => own(fields, key)?.type === 'person');
  return Object.keys(fields).find((key) => {
    const field = own(fields, key);
    return field?.type === 'reference' && field.to === to;
  });
};
