import { own } from '../../json.ts';
import type { ObjectDefinition } from '../../objects/definition.ts';
import { stagesOf } from '../../objects/definition.ts';
import type { Problem } from '../../problem.ts';
import type { RecordEntry } from '../definition.ts';
import type { RecordOccasion } from '../record-entry.ts';
import { type CheckInput, refusal, unknownName } from './check-kit.ts';

/** What goes with which `when`. */
const goesWith = {
  fields: ['changed'],
  from: ['stage'],
  to: ['stage'],
  filter: ['fits'],
  field: ['date'],
  offset: ['date'],
  yearly: ['date'],
  at: ['date'],
} as const satisfies Readonly<Partial<Record<keyof RecordEntry, readonly RecordOccasion[]>>>;

const partNames = [
  'fields',
  'from',
  'to',
  'filter',
  'field',
  'offset',
  'yearly',
  'at',
] as const satisfies readonly (keyof typeof goesWith)[];

const isSaid = (value: unknown): boolean => value !== undefined && value !== false;

const useless = (entry: RecordEntry): readonly Problem[] =>
  partNames.flatMap((part): Problem[] => {
    const fitting: readonly RecordOccasion[] = goesWith[part];
    if (!isSaid(entry[part]) || fitting.includes(entry.when)) return [];
    const message = `\`${part}\` does nothing with \`"when": "${entry.when}"\`.`;
    const hint = `Remove it, or write \`"when": ${fitting.map((one) => `"${one}"`).join(' or ')}\`.`;
    return [refusal({ code: 'useless-field', path: `entry.${part}`, message, hint })];
  });

const missing = (entry: RecordEntry): readonly Problem[] => {
  const needs = (part: string, message: string, hint: string): readonly Problem[] => [
    refusal({ code: 'missing-field', path: `entry.${part}`, message, hint }),
  ];
  if (entry.when === 'fits' && entry.filter === undefined)
    return needs(
      'filter',
      'What has the record to fit?',
      'Add `"filter": { "all": [ ... ] }` over the fact `record`.',
    );
  if (entry.when === 'date' && entry.field === undefined)
    return needs('field', 'Which date starts the journey?', 'Add `"field"` with the key of a date.');
  return [];
};

const unknownField = (input: {
  object: ObjectDefinition;
  word: string;
  path: string;
  more: readonly string[];
}): readonly Problem[] => {
  const { object, word, path, more } = input;
  const known = [...Object.keys(object.fields), ...more];
  if (known.includes(word)) return [];
  const kind = `field of \`${object.key}\``;
  return [unknownName({ code: 'unknown-field', path, kind, word, known, none: 'It has no fields.' })];
};

const unknownStage = (
  object: ObjectDefinition,
  word: string | undefined,
  path: string,
): readonly Problem[] => {
  const known = stagesOf(object).map(({ key }) => key);
  if (word === undefined || known.includes(word)) return [];
  const kind = `stage of \`${object.key}\``;
  return [unknownName({ code: 'unknown-stage', path, kind, word, known, none: 'It has no stages.' })];
};

/** A field that is there and no date. */
const noDate = (entry: RecordEntry, object: ObjectDefinition): readonly Problem[] => {
  const { field: word } = entry;
  if (word === undefined) return [];
  const field = own(object.fields, word);
  if (field === undefined) return unknownField({ object, word, path: 'entry.field', more: [] });
  if (field.type === 'date' || field.type === 'instant') return [];
  const message = `\`${word}\` is of the type \`${field.type}\`, and the journey starts at a date.`;
  const hint = 'Name a field of the type `date` or `instant`.';
  return [refusal({ code: 'not-a-date', path: 'entry.field', message, hint })];
};

/** What an object does not have that the entry names. */
const checkNames = (entry: RecordEntry, object: ObjectDefinition): readonly Problem[] => {
  const { fields = [], from, to } = entry;
  if (object.person === undefined) {
    const message = `Records of \`${object.key}\` are about no person, and a journey is.`;
    const hint = 'Name a kind whose object has `person`, or add `person` to the object.';
    return [refusal({ code: 'object-without-person', path: 'entry.record', message, hint })];
  }
  return [
    ...fields.flatMap((word, index) =>
      unknownField({ object, word, path: `entry.fields[${index}]`, more: ['owner', 'team', 'stage'] }),
    ),
    ...unknownStage(object, from, 'entry.from'),
    ...unknownStage(object, to, 'entry.to'),
    ...noDate(entry, object),
  ];
};

/** What is wrong with an entry by a record: fields that do nothing, and names that its object does not have. */
export const checkRecordEntry = (input: CheckInput): readonly Problem[] => {
  const { context } = input;
  const { entry } = input.definition;
  if (!('record' in entry)) return [];
  const shape = [...useless(entry), ...missing(entry)];
  if (context === undefined) return shape;
  const known = [...context.objects.keys()];
  if (!known.includes(entry.record)) {
    const at = { code: 'unknown-object', path: 'entry.record', kind: 'object', word: entry.record, known };
    return [...shape, unknownName({ ...at, none: 'There are no objects.' })];
  }
  const object = context.objects.get(entry.record);
  return object === undefined ? shape : [...shape, ...checkNames(entry, object)];
};
