import type { ObjectDefinition } from '../../objects/definition.ts';
import { own, toJson } from '../../json.ts';
import { stagesOf } from '../../objects/definition.ts';
import { fieldTypes, typeOfField } from '../../objects/fields.ts';
import type { Problem } from '../../problem.ts';
import { recordKindOf } from '../record-entry.ts';
import type { StepNamed } from '../steps.ts';
import { type CheckInput, refusal, unknownName } from './check-kit.ts';

type RecordStep = StepNamed<'record'>;

/** Values written out in the file that their fields do not take; what a template makes is known only when the step is done. */
const literals = (input: { step: RecordStep; object: ObjectDefinition; path: string }): readonly Problem[] =>
  Object.entries(input.step.set ?? {}).flatMap(([key, value]): readonly Problem[] => {
    const field = own(input.object.fields, key);
    // `null` and the empty text empty a field of any type.
    if (field === undefined || value === null || value === '') return [];
    if (JSON.stringify(value).includes('{{')) return [];
    const at = `${input.path}.set.${key}`;
    const read = typeOfField(field).read({ field, value: toJson(value), path: at, types: fieldTypes });
    return read.ok ? [] : read.problems.map((problem) => ({ ...problem, step: input.step.id }));
  });

const names = (input: { step: RecordStep; object: ObjectDefinition; path: string }): readonly Problem[] => {
  const { step, object, path } = input;
  const fields = Object.keys(object.fields);
  const used = [
    ...Object.keys(step.set ?? {}).map((word) => ({ word, at: `${path}.set.${word}` })),
    ...(step.unset ?? []).map((word, index) => ({ word, at: `${path}.unset[${index}]` })),
  ];
  const stages = stagesOf(object).map(({ key }) => key);
  return [
    ...used
      .filter(({ word }) => !fields.includes(word))
      .map(({ word, at }) => {
        const kind = `field of \`${object.key}\``;
        const named = { code: 'unknown-field', step: step.id, path: at, kind, word, known: fields };
        return unknownName({ ...named, none: 'It has no fields.' });
      }),
    ...(step.stage === undefined || stages.includes(step.stage)
      ? []
      : [
          unknownName({
            code: 'unknown-stage',
            step: step.id,
            path: `${path}.stage`,
            kind: `stage of \`${object.key}\``,
            word: step.stage,
            known: stages,
            none: 'It has no stages.',
          }),
        ]),
  ];
};

/** Steps `record` that name an object, a field or a stage there is not, or change the record of a journey that has none. */
export const checkRecordSteps = (input: CheckInput): readonly Problem[] =>
  input.placed.flatMap(({ step, path }): readonly Problem[] => {
    if (step.type !== 'record') return [];
    const word = step.create ?? step.object ?? recordKindOf(input.definition);
    if (word === undefined) {
      const message = 'The journey is about no record, so the step has none to change.';
      const hint =
        'Name the record by `object` and `of`, make one by `create`, or start the journey by a record.';
      return [refusal({ code: 'no-record', step: step.id, path, message, hint })];
    }
    if (input.context === undefined) return [];
    const known = [...input.context.objects.keys()];
    if (!known.includes(word)) {
      // That of the entry is reported there.
      if (step.create === undefined && step.object === undefined) return [];
      const at = `${path}.${step.create === undefined ? 'object' : 'create'}`;
      const named = { code: 'unknown-object', step: step.id, path: at, kind: 'object', word, known };
      return [unknownName({ ...named, none: 'There are no objects.' })];
    }
    const object = input.context.objects.get(word);
    return object === undefined
      ? []
      : [...names({ step, object, path }), ...literals({ step, object, path })];
  });
