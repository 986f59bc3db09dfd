import { type Json, type JsonObject, isJsonObject, own } from '../../domain/json.ts';
import type { Field, FieldTypes } from '../../domain/objects/fields.ts';
import { typeOfField } from '../../domain/objects/fields.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';
import type { Problem } from '../../domain/problem.ts';
import { livingOf } from '../people/follow-merges.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { RecordStore } from './ports.ts';

/** A value of a record that names another record, or a profile. */
type Named = { readonly path: string; readonly id: string; readonly to: string | undefined };

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const namedIn = (input: {
  field: Field;
  value: Json | undefined;
  path: string;
  types: FieldTypes;
}): readonly Named[] => {
  const { field, value, path, types } = input;
  if (value === undefined) return [];
  if (typeof value === 'string') {
    if (field.type === 'person') return [{ path, id: value, to: undefined }];
    return field.type === 'reference' ? [{ path, id: value, to: field.to }] : [];
  }
  const columns = typeOfField(field, types).columns?.(field);
  if (columns === undefined || !isList(value)) return [];
  return value.flatMap((row, index) =>
    Object.entries(columns).flatMap(([key, column]) => {
      const cell = isJsonObject(row) ? own(row, key) : undefined;
      return namedIn({ field: column, value: cell, path: `${path}[${index}].${key}`, types });
    }),
  );
};

const missing = (named: Named): Problem => ({
  code: 'unknown-reference',
  path: named.path,
  message:
    named.to === undefined
      ? `There is no profile ${JSON.stringify(named.id.slice(0, 60))}.`
      : `There is no record ${JSON.stringify(named.id.slice(0, 60))} of \`${named.to}\`.`,
  hint:
    named.to === undefined
      ? 'Write the id of a profile, as `GET /api/profiles` shows it.'
      : `Write the id of a record, as \`GET /api/records/${named.to}\` shows it.`,
  severity: 'error',
});

/** What of the changed fields of a record names what is not there. */
export const checkReferences = async (input: {
  records: Pick<RecordStore, 'many'>;
  profiles: ProfileStore;
  object: ReadyObject;
  tenant: string;
  data: JsonObject;
  /** Fields that are new or changed; others are as they were. */
  fields: readonly string[];
}): Promise<readonly Problem[]> => {
  const { records, profiles, object, tenant, data, fields } = input;
  const { definition, types } = object;
  const named = fields.flatMap((key) => {
    const field = own(definition.fields, key);
    return field === undefined ? [] : namedIn({ field, value: own(data, key), path: key, types });
  });
  const ids = [...new Set(named.flatMap(({ id, to }) => (to === undefined ? [] : [id])))];
  const found = ids.length === 0 ? [] : await records.many({ tenant, ids });
  const kinds = new Map(found.flatMap((row) => (row.deletedAt === undefined ? [[row.id, row.kind] as const] : [])));
  const people = new Map<string, boolean>();
  for (const { id, to } of named) {
    if (to !== undefined || people.has(id)) continue;
    const profile = await livingOf({ profiles, tenant, profileId: id });
    people.set(id, profile?.id === id);
  }
  return named.flatMap((one) => {
    const isThere = one.to === undefined ? people.get(one.id) === true : kinds.get(one.id) === one.to;
    return isThere ? [] : [missing(one)];
  });
};
