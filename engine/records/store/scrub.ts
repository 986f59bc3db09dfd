import type { Json, JsonObject } from '../../../domain/json.ts';
import type { FieldChange } from '../../../domain/records/record.ts';

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** What becomes of a text: the same, another one, or nothing. */
export type ChangeText = (text: string) => string | undefined;

/** A value with its texts changed; undefined when nothing is left of it. */
export const changeTexts = (value: Json, change: ChangeText): Json | undefined => {
  if (typeof value === 'string') return change(value);
  if (isList(value)) {
    const kept = value.flatMap((one) => changeTexts(one, change) ?? []);
    return kept.length === 0 ? undefined : kept;
  }
  if (typeof value !== 'object' || value === null) return value;
  return changeData({ data: value, isGone: () => false, change });
};

/** Values by name without those that are gone, the texts of the others changed. */
export const changeData = (input: {
  data: JsonObject;
  isGone: (name: string) => boolean;
  change: ChangeText;
}): JsonObject =>
  Object.fromEntries(
    Object.entries(input.data).flatMap(([name, value]): [string, Json][] => {
      const now = input.isGone(name) ? undefined : changeTexts(value, input.change);
      return now === undefined ? [] : [[name, now]];
    }),
  );

/** Lines of history with the same done to the values they tell of; which fields changed stays. */
export const changeNoted = (input: {
  changes: readonly FieldChange[];
  isGone: (name: string) => boolean;
  change: ChangeText;
}): readonly FieldChange[] =>
  input.changes.map(({ field, from, to }) => {
    const now = (value: Json): Json =>
      input.isGone(field) ? null : (changeTexts(value, input.change) ?? null);
    return { field, from: now(from), to: now(to) };
  });
