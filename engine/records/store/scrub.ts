import type { Json, JsonObject } from '../../../domain/json.ts';
import type { FieldChange } from '../../../domain/records/record.ts';

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** What is done to data. */
export type Scrub = {
  /** What goes: keys of fields, and columns of lists as `lines.note`. */
  readonly gone: readonly string[];
  /** What becomes of a text: the same, another one, or nothing. */
  readonly change: (text: string) => string | undefined;
};

const scrubValue = (value: Json, scrub: Scrub, path: string): Json | undefined => {
  if (scrub.gone.includes(path)) return undefined;
  if (typeof value === 'string') return scrub.change(value);
  if (isList(value)) {
    const kept = value.flatMap((one) => scrubValue(one, scrub, path) ?? []);
    return kept.length === 0 ? undefined : kept;
  }
  if (typeof value !== 'object' || value === null) return value;
  return scrubData(value, scrub, `${path}.`);
};

/** Data without what goes, the texts of the rest changed. */
export const scrubData = (data: JsonObject, scrub: Scrub, prefix = ''): JsonObject =>
  Object.fromEntries(
    Object.entries(data).flatMap(([name, value]): [string, Json][] => {
      const now = scrubValue(value, scrub, prefix + name);
      return now === undefined ? [] : [[name, now]];
    }),
  );

/** Lines of history with the same done to the values they tell of; which fields changed stays. */
export const scrubChanges = (changes: readonly FieldChange[], scrub: Scrub): readonly FieldChange[] =>
  changes.map(({ field, from, to }) => ({
    field,
    from: scrubValue(from, scrub, field) ?? null,
    to: scrubValue(to, scrub, field) ?? null,
  }));
