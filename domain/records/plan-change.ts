import { type Json, own, toJson } from '../json.ts';
import { type ObjectDefinition, stagesOf } from '../objects/definition.ts';
import { type Field, type Fields, fieldTypes, type FieldTypes, typeOfField } from '../objects/fields.ts';
import type { FieldBase } from '../objects/fields/field-type.ts';
import { isRequired } from '../objects/read-values.ts';
import { sameJson } from './same-json.ts';

/**
 * One thing that publishing a changed object means for the records there are. `count` says how a store counts the records that
 * it concerns: those with a value in a field, without one, with certain values, or in a stage.
 */
export type Effect = {
  readonly code:
    | 'field-removed'
    | 'field-retyped'
    | 'field-now-required'
    | 'choices-removed'
    | 'field-narrowed'
    | 'now-unique'
    | 'stage-removed'
    | 'object-removed'
    | 'index-changed';
  readonly object: string;
  /** The field or the stage; absent for the whole object. */
  readonly name?: string;
  readonly count: Counted;
  /** What becomes of these records, for people. */
  readonly message: string;
};

/** Which records an effect concerns. */
export type Counted =
  | { readonly of: 'all' }
  | { readonly of: 'with' | 'without'; readonly field: string }
  | { readonly of: 'values'; readonly field: string; readonly values: readonly string[] }
  | { readonly of: 'stage'; readonly stage: string };

const choicesOf = (field: Field): readonly string[] =>
  field.type === 'choice' || field.type === 'choices' ? field.choices : [];

/** The bounds of a field that say which values it takes. */
const boundsOf = (field: Field): Json => {
  const { min, max, integer, pattern, format, currencies, negative, to } = {
    min: undefined,
    max: undefined,
    integer: undefined,
    pattern: undefined,
    format: undefined,
    currencies: undefined,
    negative: undefined,
    to: undefined,
    ...field,
  };
  return toJson({ min, max, integer, pattern, format, currencies, negative, to });
};

type Pair = { readonly object: string; readonly name: string; readonly before: Field; readonly after: Field };

const uniqueness = ({ unique = false }: FieldBase): boolean | 'while-open' => unique;
const isIndexed = (field: Field): Json =>
  toJson({
    sortable: 'sortable' in field && field.sortable === true,
    searchable: 'searchable' in field && field.searchable === true,
  });

type Found = Omit<Effect, 'object' | 'name'>;

const removedChoices = ({ name, before, after }: Pair): readonly Found[] => {
  const left = new Set(choicesOf(after));
  const values = choicesOf(before).filter((choice) => !left.has(choice));
  if (values.length === 0) return [];
  const shown = values.map((one) => `\`${one}\``).join(', ');
  const message = `\`${name}\` has no more ${shown}. Records keep the value until a change names the field.`;
  return [{ code: 'choices-removed', count: { of: 'values', field: name, values }, message }];
};

const otherBounds = ({ name, before, after }: Pair): readonly Found[] => {
  if (sameJson(boundsOf(before), boundsOf(after))) return [];
  const message = `\`${name}\` takes other values than before. Old values stay until a change names the field.`;
  return [{ code: 'field-narrowed', count: { of: 'with', field: name }, message }];
};

const newlyRequired = ({ name, before, after }: Pair): readonly Found[] => {
  if (isRequired(before) || !isRequired(after)) return [];
  const message = `\`${name}\` is required from now on. Records without it can be changed, but not moved to another stage.`;
  return [{ code: 'field-now-required', count: { of: 'without', field: name }, message }];
};

const newlyUnique = ({ name, before, after }: Pair): readonly Found[] => {
  const now = uniqueness(after);
  if (now === false || uniqueness(before) === true || uniqueness(before) === now) return [];
  const among = now === true ? '' : ' among records that are not over';
  const message = `\`${name}\` is unique${among} from now on. Values that stand there twice stay; a record claims its value when it changes.`;
  return [{ code: 'now-unique', count: { of: 'with', field: name }, message }];
};

const otherIndex = ({ name, before, after }: Pair): readonly Found[] => {
  if (sameJson(isIndexed(before), isIndexed(after))) return [];
  const message = `\`${name}\` is sorted by or searched otherwise. Records are found by it once they were indexed again.`;
  return [{ code: 'index-changed', count: { of: 'all' }, message }];
};

const comparisons = [removedChoices, otherBounds, newlyRequired, newlyUnique, otherIndex];

const ofField = (pair: Pair): readonly Effect[] => {
  const { object, name, before, after } = pair;
  if (before.type !== after.type) {
    const message = `\`${name}\` was of the type \`${before.type}\` and is \`${after.type}\`. Old values stay until a change names the field.`;
    return [{ code: 'field-retyped', object, name, count: { of: 'with', field: name }, message }];
  }
  return comparisons.flatMap((compare) => compare(pair).map((found) => ({ ...found, object, name })));
};

const ofFields = (input: {
  object: string;
  before: Fields;
  after: Fields;
  types: FieldTypes;
}): readonly Effect[] => {
  const { object, before, after, types } = input;
  const kept = Object.entries(before).flatMap(([name, field]): readonly Effect[] => {
    if (types.has(field.type) && typeOfField(field, types).computed === true) return [];
    const now = own(after, name);
    if (now !== undefined) return ofField({ object, name, before: field, after: now });
    const message = `\`${name}\` is removed. Records keep its value, unseen, until it is purged on purpose.`;
    return [{ code: 'field-removed', object, name, count: { of: 'with', field: name }, message }];
  });
  const added = Object.entries(after).flatMap(([name, field]): readonly Effect[] => {
    if (own(before, name) !== undefined || !isRequired(field)) return [];
    const message = `\`${name}\` is new and required. Records without it can be changed, but not moved to another stage.`;
    return [{ code: 'field-now-required', object, name, count: { of: 'without', field: name }, message }];
  });
  return [...kept, ...added];
};

/**
 * What publishing does to the records there are of one object: `before` is undefined for one that is new, `after` for one
 * that is gone. Nothing is done to records by a publication: each effect says what they keep, and what a later change meets.
 */
export const planChange = (input: {
  before: ObjectDefinition | undefined;
  after: ObjectDefinition | undefined;
  types?: FieldTypes;
}): readonly Effect[] => {
  const { before, after, types = fieldTypes } = input;
  if (before === undefined) return [];
  const object = before.key;
  if (after === undefined) {
    const message = `The object \`${object}\` is removed. Its records stay, and cannot be reached until it is published again.`;
    return [{ code: 'object-removed', object, count: { of: 'all' }, message }];
  }
  const left = new Set(stagesOf(after).map(({ key }) => key));
  const stages = stagesOf(before)
    .filter(({ key }) => !left.has(key))
    .map(({ key }): Effect => {
      const message = `The stage \`${key}\` is removed. Its records stay in it until they are moved, and may move to any stage.`;
      return { code: 'stage-removed', object, name: key, count: { of: 'stage', stage: key }, message };
    });
  return [...ofFields({ object, before: before.fields, after: after.fields, types }), ...stages];
};
