import { suggest } from '../../../domain/documents/nearest.ts';
import type { ObjectDefinition } from '../../../domain/objects/definition.ts';
import { type FieldTypes, typeOfField } from '../../../domain/objects/fields.ts';
import { isFactValue, type Leaf } from '../../../domain/rules/condition-shape.ts';
import { toExpected } from '../../../domain/rules/decide/expected.ts';
import { twinOf } from '../../../domain/rules/decide/number-text.ts';
import type { Expected } from '../../../domain/rules/decide/operators.ts';
import type { MongoFilter } from '../../../domain/rules/mongo/mongo-field.ts';
import { type PositiveOperator, positiveOf } from '../../../domain/rules/operator-names.ts';
import { parsePath } from '../../../domain/rules/path.ts';
import { findLetters, ownAttributes } from '../index-record.ts';

/** Filters that stand on an index, of which each finds a part; the lower the rank, the fewer documents they find. */
export type Guide = { readonly rank: number; readonly filters: readonly MongoFilter[] };

/** What a filter can ask for: the kind of value, and how the index has it. */
export type Known = {
  readonly kind: 'number' | 'instant' | 'date' | 'text' | 'long' | 'other';
  /** The name in the index of attributes. */
  readonly attribute?: string;
  /** The field of the document, where it is not under `data`. */
  readonly stored?: string;
};

const kindOfType: Readonly<Record<string, Known['kind']>> = {
  number: 'number',
  date: 'date',
  instant: 'instant',
  text: 'text',
};
/** Longer texts are in no index. */
const indexedMax = 200;

/** What filters of a kind of record can ask for, by path without `$.`. */
export const knownPaths = (input: {
  definition: ObjectDefinition;
  types: FieldTypes;
}): ReadonlyMap<string, Known> => {
  const known = new Map<string, Known>([
    ['id', { kind: 'other', stored: 'id' }],
    ['person', { kind: 'other', stored: 'person' }],
    ['stage', { kind: 'other', attribute: ownAttributes.stage, stored: 'stage' }],
    ['owner', { kind: 'other', attribute: ownAttributes.owner, stored: 'owner' }],
    ['team', { kind: 'other', attribute: ownAttributes.team, stored: 'team' }],
    ['stageAt', { kind: 'instant', attribute: ownAttributes.stageAt, stored: 'stageAt' }],
    ['createdAt', { kind: 'instant', stored: 'createdAt' }],
    ['updatedAt', { kind: 'instant', stored: 'updatedAt' }],
  ]);
  for (const [key, field] of Object.entries(input.definition.fields)) {
    const type = typeOfField(field, input.types);
    if (type.attributes === undefined) continue;
    for (const below of type.paths?.(field) ?? ['']) {
      const isLong = field.type === 'text' && (field.max ?? 1000) > indexedMax;
      const gives = field.type === 'formula' && 'gives' in field ? field.gives : field.type;
      const kind =
        below === '.minor'
          ? 'number'
          : isLong
            ? 'long'
            : Object.hasOwn(kindOfType, gives)
              ? kindOfType[gives]
              : 'other';
      known.set(`${key}${below}`, { kind: kind ?? 'other', attribute: `${key}${below}` });
    }
  }
  return known;
};

/** Before any instant there is, and behind all; texts, as the index has them. */
const day = 86_400_000;

const textAt = (at: number, isDate: boolean): string => {
  const text = new Date(Math.min(Math.max(at, -30_610_224_000_000), 253_402_300_799_999)).toISOString();
  return isDate ? text.slice(0, 10) : text;
};

/** All of these values, and what counts as the same. */
const among = (values: readonly unknown[]): MongoFilter => ({
  $in: values.flatMap((value) => {
    const twin = twinOf(value);
    return twin === undefined ? [value] : [value, twin];
  }),
});

/** A date may be anywhere within a day of the instant that its midnight is in a zone. */
const stretch = (expected: Expected, isDate: boolean): MongoFilter | undefined => {
  if (expected.kind !== 'time') return undefined;
  const around = isDate ? day : 0;
  return { $gte: textAt(expected.from - around, isDate), $lte: textAt(expected.to + around, isDate) };
};

type Condition = { readonly rank: number; readonly condition: MongoFilter };

const comparisons: Readonly<Partial<Record<PositiveOperator, string>>> = {
  lessThan: '$lt',
  lessThanInclusive: '$lte',
  greaterThan: '$gt',
  greaterThanInclusive: '$gte',
};

/** What the index is asked for one comparison; undefined when it has no answer. */
const conditionOf = (input: {
  operator: PositiveOperator;
  expected: Expected;
  kind: Known['kind'];
}): Condition | undefined => {
  const { operator, expected, kind } = input;
  const compare = comparisons[operator];
  if (expected.kind === 'scalar' && compare !== undefined)
    return kind === 'number' ? { rank: 2, condition: { [compare]: Number(expected.value) } } : undefined;
  if (expected.kind === 'range')
    return kind === 'number'
      ? { rank: 2, condition: { $gte: expected.low, $lte: expected.high } }
      : undefined;
  if (expected.kind === 'time' && (kind === 'instant' || kind === 'date')) {
    const condition = stretch(expected, kind === 'date');
    return condition === undefined ? undefined : { rank: 2, condition };
  }
  if (operator === 'exists') return kind === 'long' ? undefined : { rank: 3, condition: { $exists: true } };
  if (operator === 'startsWith' && expected.kind === 'text' && kind === 'text')
    return { rank: 2, condition: { $gte: expected.text, $lt: `${expected.text}\u{10FFFF}` } };
  if ((operator === 'equal' || operator === 'contains') && expected.kind === 'scalar') {
    const isLong = typeof expected.value === 'string' && expected.value.length > indexedMax;
    return isLong ? undefined : { rank: 0, condition: among([expected.value]) };
  }
  if (expected.kind === 'set' && ['in', 'containsAny', 'containsAll'].includes(operator))
    return { rank: 1, condition: among([...expected.values]) };
  return undefined;
};

const onIndex = (input: { known: Known; found: Condition }): MongoFilter | undefined => {
  const { known, found } = input;
  const { condition } = found;
  if (known.attribute !== undefined) {
    const value = '$exists' in condition ? {} : { v: condition };
    return { attrs: { $elemMatch: { k: known.attribute, ...value } } };
  }
  const values = condition['$in'];
  if (known.stored === 'person' && Array.isArray(values))
    return { finds: { $in: values.map((id) => `${findLetters.profile}${String(id)}`) } };
  return known.stored === undefined || known.stored === 'person' ? undefined : { [known.stored]: condition };
};

type Found =
  | { readonly ok: true; readonly guide: Guide }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly hint: string };

const refuse = (message: string, hint: string, code = 'not-on-an-index'): Found => ({
  ok: false,
  code,
  message,
  hint,
});

/** The way of one comparison into an index, or why there is none. */
export const guideOf = (input: {
  leaf: Leaf;
  known: ReadonlyMap<string, Known>;
  now: number;
  zone: string;
}): Found => {
  const { leaf, known, now, zone } = input;
  const hint = 'Put it into `all`, beside a condition that an index answers, such as one with `equal`.';
  if (leaf.fact !== 'record') return refuse('Only the fact `record` is on an index.', hint);
  const path = (parsePath(leaf.path ?? '$') ?? []).join('.');
  const one = known.get(path);
  if (one === undefined) {
    const none = 'Filter by a field that is no list.';
    return refuse(
      `Lists cannot be filtered by \`${path}\`.`,
      suggest({ word: path, known: [...known.keys()], none }),
      'unknown-field',
    );
  }
  const { operator, negated } = positiveOf(leaf.operator);
  const value = isFactValue(leaf.value) ? (leaf.value.fact === 'now' ? now : undefined) : leaf.value;
  const expected = toExpected({ operator: leaf.operator, value, moment: { now, zone } });
  const found = negated ? undefined : conditionOf({ operator, expected, kind: one.kind });
  const filter = found === undefined ? undefined : onIndex({ known: one, found });
  return found === undefined || filter === undefined
    ? refuse(`No index answers \`${leaf.operator}\` of \`${path}\`.`, hint)
    : { ok: true, guide: { rank: found.rank, filters: [filter] } };
};
