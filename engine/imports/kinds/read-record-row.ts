import { type Json, type JsonObject, own } from '../../../domain/json.ts';
import { normaliseEmail } from '../../../domain/messages/mail-address.ts';
import { typeOfField } from '../../../domain/objects/fields.ts';
import type { ReadyObject } from '../../../domain/objects/ready-object.ts';
import type { Problem } from '../../../domain/problem.ts';
import { uniqueValuesOf } from '../../../domain/records/index-entries.ts';
import type { Cell, Row } from '../../../domain/transfer/row.ts';
import type { ProfileStore } from '../../people/ports.ts';
import { uniqueName } from '../../records/index-record.ts';

/** A row as what it says of a record. `set` has null for what is to be removed. */
export type ReadRecord = {
  readonly id: string | undefined;
  readonly set: JsonObject;
  readonly stage: string | undefined;
  readonly owner: string | null | undefined;
  readonly team: string | null | undefined;
};

export type ReadRecordRow =
  | { readonly ok: true; readonly item: ReadRecord }
  | { readonly ok: false; readonly problems: readonly Problem[] };

type Setting = { readonly currency: string; readonly zone: string };

const textOf = (cell: Cell | undefined): string | undefined => {
  if (cell === undefined) return undefined;
  const value = 'text' in cell ? cell.text : cell.json;
  return value === null ? '' : typeof value === 'number' ? String(value) : String(value).trim();
};

type Assigned = string | null | undefined;

const assigned = (cell: Cell | undefined, clears: boolean): Assigned => {
  const text = textOf(cell);
  if (text !== '') return text;
  return clears || (cell !== undefined && 'json' in cell) ? null : undefined;
};

/** The identity that a cell of a person says: an address, `kind:value`, or nothing, where it is the id of a profile. */
export const identityIn = (text: string): string | undefined => {
  const plain = text.trim();
  const kind = /^([a-z][\w.-]{0,39}):(.+)$/i.exec(plain);
  if (kind !== null && kind[1] !== 'email') return plain;
  const email = plain.includes('@') ? normaliseEmail(kind?.[2] ?? plain) : undefined;
  return email === undefined ? undefined : `email:${email}`;
};

const personCells = (object: ReadyObject, row: Row): readonly string[] =>
  Object.entries(object.definition.fields).flatMap(([key, field]) => {
    const text = field.type === 'person' ? textOf(row.cells.get(key)) : undefined;
    const identity = text === undefined ? undefined : identityIn(text);
    return identity === undefined ? [] : [identity];
  });

/** The profiles that rows name by an identity, by that identity. */
export const findPeople = async (input: {
  profiles: ProfileStore;
  tenant: string;
  object: ReadyObject;
  rows: readonly Row[];
}): Promise<ReadonlyMap<string, string>> => {
  const { profiles, tenant, object } = input;
  const ids = [...new Set(input.rows.flatMap((row) => personCells(object, row)))];
  if (ids.length === 0) return new Map();
  const found = await profiles.withIds({ tenant, ids });
  return new Map(found.flatMap((profile) => profile.ids.map((id): [string, string] => [id, profile.id])));
};

const unknownPerson = (path: string): Problem => ({
  code: 'unknown-person',
  path,
  message: `\`${path}\` names nobody who is known.`,
  hint: 'Import the profiles first, or write the id of a profile.',
  severity: 'error',
});

type Read = { readonly values: readonly [string, Json][]; readonly problems: readonly Problem[] };

const readCell = (input: {
  object: ReadyObject;
  key: string;
  cell: Cell;
  setting: Setting;
  clears: boolean;
  people: ReadonlyMap<string, string>;
}): Read => {
  const { object, key, cell, setting, clears, people } = input;
  const { definition, types } = object;
  const field = own(definition.fields, key);
  const text = 'text' in cell ? cell.text : undefined;
  if (text?.trim() === '') return { values: clears ? [[key, null]] : [], problems: [] };
  // The record says what is wrong with a field it does not have.
  if (field === undefined) return { values: [[key, 'text' in cell ? cell.text : cell.json]], problems: [] };
  const named = field.type === 'person' ? identityIn(textOf(cell) ?? '') : undefined;
  if (named !== undefined) {
    const id = people.get(named);
    return id === undefined
      ? { values: [], problems: [unknownPerson(key)] }
      : { values: [[key, id]], problems: [] };
  }
  if (text === undefined) return { values: [[key, 'json' in cell ? cell.json : null]], problems: [] };
  const read = typeOfField(field, types).readText({ field, text, path: key, setting, types });
  return read.ok ? { values: [[key, read.value]], problems: [] } : { values: [], problems: read.problems };
};

const ownNames = new Set(['id', 'stage', 'owner', 'team']);

/** Reads what a row says of a record: texts of cells as the types of its fields read them, JSON as the API takes it. */
export const readRecordRow = (input: {
  object: ReadyObject;
  row: Row;
  setting: Setting;
  emptyCells: 'keep' | 'clear';
  people: ReadonlyMap<string, string>;
}): ReadRecordRow => {
  const { object, row, setting, people } = input;
  const clears = input.emptyCells === 'clear';
  const { fields } = object.definition;
  const read = [...row.cells]
    .filter(([key]) => Object.hasOwn(fields, key) || !ownNames.has(key))
    .map(([key, cell]) => readCell({ object, key, cell, setting, clears, people }));
  const problems = read.flatMap((one) => one.problems);
  if (problems.length > 0) return { ok: false, problems };
  const ownCell = (name: string): Cell | undefined =>
    Object.hasOwn(fields, name) ? undefined : row.cells.get(name);
  const id = textOf(ownCell('id'));
  if (id !== undefined && (id.length > 200 || /\p{Cc}/u.test(id)))
    return {
      ok: false,
      problems: [
        {
          code: 'bad-value',
          path: 'id',
          message: '`id` is not an id of up to 200 characters.',
          hint: 'Shorten it, or leave the column out.',
          severity: 'error',
        },
      ],
    };
  const stage = textOf(ownCell('stage'));
  return {
    ok: true,
    item: {
      id: id === '' ? undefined : id,
      set: Object.fromEntries(read.flatMap((one) => one.values)),
      stage: stage === '' ? undefined : stage,
      owner: assigned(ownCell('owner'), clears),
      team: assigned(ownCell('team'), clears),
    },
  };
};

/** The name of the claim of a unique value; undefined where the row has none. See `indexRecord`. */
export const claimNameOf = (input: {
  tenant: string;
  object: ReadyObject;
  field: string;
  set: JsonObject;
}): string | undefined => {
  const { tenant, object, field, set } = input;
  const value = own(set, field);
  if (value === undefined || value === null) return undefined;
  const [unique] = uniqueValuesOf({ object, data: { [field]: value }, stage: undefined });
  return unique === undefined
    ? undefined
    : uniqueName({ tenant, kind: object.definition.key, field, value: unique.value });
};
