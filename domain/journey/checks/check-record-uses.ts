import type { ObjectDefinition } from '../../objects/definition.ts';
import type { Problem } from '../../problem.ts';
import { neverHeld } from '../../records/never-held.ts';
import { systemPaths } from '../../records/record-fact.ts';
import { recordKindOf } from '../record-entry.ts';
import { usesOf } from '../uses-of.ts';
import { type CheckInput, refusal, unknownName, warning } from './check-kit.ts';

/** Something that is read of the record of a journey: `amount.minor`. */
type RecordUse = { readonly name: string; readonly path: string; readonly step?: string };

const inJourney = (input: CheckInput): readonly RecordUse[] =>
  usesOf(input).flatMap(({ name, path, step }) =>
    // Conditions in `params` look at other records.
    name.startsWith('record.') && !path.includes('.params.')
      ? [{ name: name.slice('record.'.length), path, ...(step === undefined ? {} : { step }) }]
      : [],
  );

const unknownField = (object: ObjectDefinition, use: RecordUse): readonly Problem[] => {
  const { name, ...at } = use;
  const [word = ''] = name.split(/[.[]/);
  const known = [...Object.keys(object.fields), ...systemPaths];
  if (known.includes(word)) return [];
  const kind = `field of \`${object.key}\``;
  return [unknownName({ ...at, code: 'unknown-field', kind, word, known, none: 'It has no fields.' })];
};

/** Messages that show fields of a record, by the steps that send them. */
const inMessages = (input: CheckInput): readonly (RecordUse & { readonly message: string })[] =>
  input.placed.flatMap(({ step, path }) => {
    if (step.type !== 'send') return [];
    const keys = [...new Set([step.message, ...Object.values(step.messages ?? {})])];
    return keys.flatMap((message) =>
      (input.context?.messages.get(message)?.record ?? []).map((name) => ({
        message,
        name,
        path: `${path}.message`,
        step: step.id,
      })),
    );
  });

const withoutRecord = (input: CheckInput): readonly Problem[] => {
  const read = inJourney(input).flatMap(({ name, ...at }): Problem[] => {
    // Conditions are refused where they stand: they do not know the fact.
    if (at.path.endsWith('.path')) return [];
    const message = `This reads \`record.${name}\`, and the journey is about no record.`;
    const hint = 'Start the journey by a record: `"entry": { "record": "deal", "when": "created" }`.';
    return [refusal({ ...at, code: 'no-record', message, hint })];
  });
  const shown = inMessages(input).map(({ name, message, ...at }) =>
    warning({
      ...at,
      code: 'no-record',
      message: `\`${message}\` shows \`record.${name}\`, and this journey is about no record.`,
      hint: 'Send another message, or start the journey by a record.',
    }),
  );
  return [...read, ...shown];
};

/** Fields of the record that a journey or its messages read and its object does not have; a record where there is none. */
export const checkRecordUses = (input: CheckInput): readonly Problem[] => {
  const kind = recordKindOf(input.definition);
  if (kind === undefined) return withoutRecord(input);
  const object = input.context?.objects.get(kind);
  if (object === undefined) return [];
  const shown = inMessages(input).flatMap(({ message, ...use }) =>
    unknownField(object, use).map((problem) =>
      warning({ ...problem, message: `\`${message}\` shows \`record.${use.name}\`. ${problem.message}` }),
    ),
  );
  const asked = Object.entries(input.definition).flatMap(([path, value]) =>
    neverHeld({ object, value, path }),
  );
  return [...inJourney(input).flatMap((use) => unknownField(object, use)), ...asked, ...shown];
};
