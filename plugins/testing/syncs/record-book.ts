import { isJsonObject, type Json, type JsonObject, own } from '../../../domain/json.ts';
import { nestFields, valueAt } from '../../contract/syncs/fields.ts';
import type { KeptRecord } from './sync-subject.ts';

type Kept = { readonly id: string; fields: JsonObject; at: number; isDeleted: boolean };

/** One object over another, with what stands within. */
const over = (under: JsonObject, upper: JsonObject): JsonObject => ({
  ...under,
  ...Object.fromEntries(
    Object.entries(upper).map(([name, value]): [string, Json] => {
      const before = own(under, name);
      return [name, isJsonObject(before) && isJsonObject(value) ? over(before, value) : value];
    }),
  ),
});

/** The value of a field as text in which nobody tells capitals apart. */
const plain = (value: unknown): string =>
  typeof value === 'string' ? value.trim().toLowerCase() : JSON.stringify(value ?? null);

/**
 * The records of a stand-in for a CRM: what is there, when it was changed, and what was deleted. Fields with paths as names are kept as objects
 * within each other.
 */
export const createRecordBook = (input: {
  readonly clock: { readonly at: number };
  readonly idOf?: (n: number) => string;
}) => {
  const { clock, idOf = String } = input;
  const kept = new Map<string, Kept>();
  let count = 100;
  const living = (): readonly Kept[] => [...kept.values()].filter(({ isDeleted }) => !isDeleted);
  const get = (id: string): Kept | undefined => {
    const known = kept.get(id);
    return known?.isDeleted === true ? undefined : known;
  };
  return {
    kept,
    living,
    get,
    /** Those that have one of the values in a field. */
    having: (path: string, values: readonly Json[]): readonly Kept[] =>
      living().filter(({ fields }) => values.some((value) => plain(value) === plain(valueAt(fields, path)))),
    add: (fields: JsonObject): Kept => {
      count += 1;
      const made = { id: idOf(count), fields: nestFields(fields), at: clock.at, isDeleted: false };
      kept.set(made.id, made);
      return made;
    },
    change: (id: string, fields: JsonObject): Kept | undefined => {
      const known = get(id);
      if (known === undefined) return undefined;
      return Object.assign(known, { fields: over(known.fields, nestFields(fields)), at: clock.at });
    },
    remove: (id: string): Kept | undefined => {
      const known = get(id);
      if (known === undefined) return undefined;
      return Object.assign(known, { isDeleted: true, at: clock.at });
    },
    all: (): readonly KeptRecord[] => living().map(({ id, fields }) => ({ id, fields })),
  };
};

export type RecordBook = ReturnType<typeof createRecordBook>;
