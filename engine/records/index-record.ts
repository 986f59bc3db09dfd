import { hashId } from '../../domain/hash.ts';
import type { Json } from '../../domain/json.ts';
import type { ObjectDefinition } from '../../domain/objects/definition.ts';
import { type Field, type FieldTypes, fieldTypes, typeOfField } from '../../domain/objects/fields.ts';
import type { RecordIndex, RecordWrite } from './ports.ts';
import { personalFields } from './personal-fields.ts';
import { sortKey } from './sort-key.ts';
import { addressIn, wordsOf } from './words.ts';

/** What a find is, by its first letter. */
export const findLetters = { word: 'w', personalWord: 'p', address: 'a', profile: 'u', link: 'l' } as const;

/** The names of what every record has in the index of attributes; no field begins with a dot. */
export const ownAttributes = { stage: '.stage', stageAt: '.stageAt', owner: '.owner', team: '.team' } as const;

/** The fields that lists are sorted by, in the order of their places in the index. */
export const sortableFields = (definition: ObjectDefinition): readonly string[] =>
  Object.entries(definition.fields).flatMap(([key, field]) =>
    'sortable' in field && field.sortable === true ? [key] : [],
  );

/** Names the rules by which records of a kind are indexed. */
export const shapeOf = (definition: ObjectDefinition): string =>
  hashId('shape', JSON.stringify([definition.person ?? '', definition.fields]));

type Entry = { readonly key: string; readonly field: Field; readonly value: Json };

const textsIn = (value: Json): readonly string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? value.flatMap(textsIn) : [];

/** Ids of the profiles that a value names. */
const profilesIn = ({ field, value }: Pick<Entry, 'field' | 'value'>, types: FieldTypes): readonly string[] => {
  if (field.type === 'person') return textsIn(value);
  const columns = typeOfField(field, types).columns?.(field);
  if (columns === undefined || !Array.isArray(value)) return [];
  return value.flatMap((row: Json) =>
    Object.entries(columns).flatMap(([key, column]) => {
      const cell = typeof row === 'object' && row !== null && !Array.isArray(row) ? Reflect.get(row, key) : undefined;
      return column.type === 'person' && typeof cell === 'string' ? [cell] : [];
    }),
  );
};

const findsOf = (input: {
  entries: readonly Entry[];
  personal: ReadonlySet<string>;
  links: readonly { readonly id: string }[];
  types: FieldTypes;
}): readonly string[] => {
  const { entries, personal, links, types } = input;
  const { word, personalWord, address, profile, link } = findLetters;
  const finds = entries.flatMap((entry) => {
    const texts = textsIn(entry.value);
    const isSearchable = 'searchable' in entry.field && entry.field.searchable === true;
    const letter = personal.has(entry.key) ? personalWord : word;
    const words = isSearchable ? texts.flatMap((text) => wordsOf(text)).map((one) => letter + one) : [];
    const addresses = typeOfField(entry.field, types).freeText === true ? texts.flatMap((text) => addressIn(text) ?? []) : [];
    return [
      ...words,
      ...addresses.map((one) => address + one),
      ...profilesIn(entry, types).map((one) => profile + one),
    ];
  });
  return [...new Set([...finds, ...links.map(({ id }) => link + id)])].slice(0, 1000);
};

/**
 * Works out what a record is found by: its attributes, sort keys, words, addresses, persons and links, and its unique values.
 * Letter case does not count in unique values. A deleted record holds none.
 */
export const indexRecord = (input: {
  definition: ObjectDefinition;
  record: RecordWrite['record'];
  types?: FieldTypes;
}): RecordIndex => {
  const { definition, record, types = fieldTypes } = input;
  const entries = Object.entries(definition.fields).flatMap(([key, field]): Entry[] => {
    const value = Object.hasOwn(record.data, key) ? record.data[key] : undefined;
    return value === undefined || value === null ? [] : [{ key, field, value }];
  });
  const personal = personalFields(definition, types);
  const { stage, stageAt, owner, team } = record;
  const since = stageAt === undefined ? undefined : new Date(stageAt).toISOString();
  const own = [
    { k: ownAttributes.stage, v: stage },
    { k: ownAttributes.stageAt, v: since },
    { k: ownAttributes.owner, v: owner },
    { k: ownAttributes.team, v: team },
  ].flatMap(({ k, v }) => (v === undefined ? [] : [{ k, v }]));
  const attrs = entries.flatMap(({ key, field, value }) =>
    (typeOfField(field, types).attributes?.({ field, value, path: key, types }) ?? []).map(
      ({ path: k, value: v }) => ({ k, v }),
    ),
  );
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const sorts = sortableFields(definition).map((key) => {
    const entry = byKey.get(key);
    return sortKey(entry === undefined ? undefined : typeOfField(entry.field, types).sortKey?.(entry));
  });
  const uniques = entries.flatMap(({ key: field, field: one, value }) => {
    const isUnique = 'unique' in one && one.unique === true;
    if (!isUnique || record.deletedAt !== undefined) return [];
    const hash = hashId('unique', typeof value === 'string' ? value.toLowerCase() : JSON.stringify(value));
    return [{ field, name: `${record.tenant}:${record.kind}:${field}:${hash}` }];
  });
  return {
    attrs: [...own, ...attrs],
    sorts,
    finds: findsOf({ entries, personal, links: record.links, types }),
    sortedBy: sortableFields(definition),
    personal: [...personal, ...(definition.person === undefined ? [] : [definition.person])],
    uniques,
    shape: shapeOf(definition),
  };
};
