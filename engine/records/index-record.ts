import { hashId } from '../../domain/hash.ts';
import { type Json, own } from '../../domain/json.ts';
import type { ObjectDefinition } from '../../domain/objects/definition.ts';
import { sortableFields } from '../../domain/objects/field-flags.ts';
import { typeOfField } from '../../domain/objects/fields.ts';
import type { FieldBase } from '../../domain/objects/fields/field-type.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';
import {
  attributesOf,
  searchTextsOf,
  sortKeysOf,
  uniqueValuesOf,
} from '../../domain/records/index-entries.ts';
import { referencesOf } from '../../domain/records/references.ts';
import type { RecordIndex, RecordWrite } from './ports.ts';
import { workOf } from '../../domain/objects/work.ts';
import { workKey } from '../../domain/work/work-key.ts';
import { personalFields } from './personal-fields.ts';
import { sortKey } from './lists/sort-key.ts';
import { addressIn, wordsOf } from '../../domain/search/words.ts';

/** What a find is, by its first letter. */
export const findLetters = { word: 'w', personalWord: 'p', address: 'a', profile: 'u', link: 'l' } as const;

/** The names of what every record has in the index of attributes; no field begins with a dot. */
export const ownAttributes = {
  stage: '.stage',
  stageAt: '.stageAt',
  owner: '.owner',
  team: '.team',
} as const;

/** Whether what a record is found by, or has unique, follows from its stage as well. */
const isByStage = ({ work, fields }: ObjectDefinition): boolean =>
  work !== undefined || Object.values(fields).some(({ unique }: FieldBase) => unique === 'while-open');

/** Names the rules by which records of a kind are indexed. */
export const shapeOf = (definition: ObjectDefinition): string =>
  hashId(
    'shape',
    JSON.stringify([
      definition.person ?? '',
      definition.fields,
      ...(definition.work === undefined ? [] : [definition.work]),
      ...(isByStage(definition) ? [definition.stages] : []),
    ]),
  );

/** The name by which a unique value is claimed; `value` as `uniqueValuesOf` gives it. */
export const uniqueName = (input: { tenant: string; kind: string; field: string; value: string }): string =>
  `${input.tenant}:${input.kind}:${input.field}:${hashId('unique', input.value)}`;

const findsMax = 1000;

const textsIn = (value: Json | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? value.flatMap(textsIn) : [];

type Input = { readonly object: ReadyObject; readonly record: RecordWrite['record'] };

/** The words, addresses, persons and links of a record. */
const findsOf = ({ object, record }: Input, personal: ReadonlySet<string>): readonly string[] => {
  const { word, personalWord, address, profile, link } = findLetters;
  const { data, links } = record;
  const isFor = (isPersonalPart: boolean) =>
    Object.fromEntries(Object.entries(data).filter(([key]) => personal.has(key) === isPersonalPart));
  const words = (isPersonalPart: boolean, letter: string) =>
    searchTextsOf({ object, data: isFor(isPersonalPart) }).flatMap((text) =>
      wordsOf(text).map((one) => letter + one),
    );
  const addresses = Object.entries(object.definition.fields).flatMap(([key, field]) =>
    typeOfField(field, object.types).freeText === true
      ? textsIn(own(data, key)).flatMap((text) => addressIn(text) ?? [])
      : [],
  );
  const people = referencesOf({ object, data }).flatMap((one) => (one.to === 'person' ? [one.id] : []));
  // Persons and links first: they must not be cut off.
  const finds = [
    ...people.map((id) => profile + id),
    ...links.map(({ id }) => link + id),
    ...addresses.map((one) => address + one),
    ...words(false, word),
    ...words(true, personalWord),
  ];
  return [...new Set(finds)].slice(0, findsMax);
};

const ownEntries = ({ stage, stageAt, owner, team }: RecordWrite['record']): RecordIndex['attrs'] => {
  const since = stageAt === undefined ? undefined : new Date(stageAt).toISOString();
  return [
    { k: ownAttributes.stage, v: stage },
    { k: ownAttributes.stageAt, v: since },
    { k: ownAttributes.owner, v: owner },
    { k: ownAttributes.team, v: team },
  ].flatMap(({ k, v }) => (v === undefined ? [] : [{ k, v }]));
};

/**
 * Works out what a record is found by: its attributes, sort keys, words, addresses, persons and links, and its unique values.
 * A deleted record holds no unique values.
 */
export const indexRecord = (input: Input): RecordIndex => {
  const { object, record } = input;
  const { definition } = object;
  const { tenant, kind, data } = record;
  const personal = personalFields(object);
  const work = workOf({ definition, record });
  const unique = record.deletedAt === undefined ? uniqueValuesOf({ object, data, stage: record.stage }) : [];
  return {
    attrs: [
      ...ownEntries(record),
      ...attributesOf({ object, data }).map(({ path: k, value: v }) => ({ k, v })),
    ],
    sorts: sortKeysOf({ object, data }).map(sortKey),
    sortedBy: sortableFields(definition),
    finds: findsOf(input, personal),
    personal: [...personal, ...(definition.person === undefined ? [] : [definition.person])],
    uniques: unique.map(({ field, value }) => ({
      field,
      name: uniqueName({ tenant, kind, field, value }),
    })),
    shape: shapeOf(definition),
    ...(work === undefined ? {} : { work: workKey({ ...work, id: record.id }) }),
  };
};
