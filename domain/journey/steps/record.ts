import { z } from 'zod';

import { isJsonObject, type JsonObject } from '../../json.ts';
import { at } from '../../ledger/words.ts';
import type { Problem } from '../../problem.ts';
import { refusal } from '../checks/check-kit.ts';
import { common, keySchema, pathlessField, pathSchema, templatedValue, typeOf } from '../step-fields.ts';
import { type AssignTarget, assignSchema, targetFault, targetsOf } from './record-assign.ts';
import type { StepType } from './step-type.ts';
import { resulted, type StepWork } from './step-work.ts';

const schema = z.strictObject({
  ...common,
  type: typeOf('record', 'Makes, changes or assigns a record, such as a deal or a case.'),
  create: keySchema
    .optional()
    .describe('Makes a record of this object, about this person; without it a record is changed.'),
  object: keySchema.optional().describe('With `of`: the object of the record to change.'),
  of: pathSchema
    .optional()
    .describe(
      'Where the id of the record to change is, `$.steps.open.record.id`; that of the journey by default.',
    ),
  set: z
    .record(z.string().max(40), templatedValue)
    .optional()
    .describe('Fields to set; values may be templates.'),
  unset: z.array(pathlessField).max(50).optional().describe('Fields to empty.'),
  stage: keySchema.optional().describe('The stage it moves to.'),
  assign: assignSchema.optional().describe('To whom it is given.'),
});
export type RecordStep = z.infer<typeof schema>;

/** What a step does to a record, as the engine is asked. */
export type RecordWork = {
  readonly kind: string;
  /** Undefined for a new one, whose id follows from the visit. */
  readonly id: string | undefined;
  readonly set: JsonObject;
  readonly unset: readonly string[];
  readonly stage: string | undefined;
  readonly target: AssignTarget | undefined;
};

/** What came of it; `problems` say which rules of the object it breaks, without values. */
export type RecordWorked =
  | {
      readonly kind: 'done';
      readonly record: JsonObject;
      /** `changed` also where an open record was there that a new one would repeat. */
      readonly did: 'made' | 'changed';
    }
  | { readonly kind: 'refused'; readonly reason: string; readonly problems: readonly JsonObject[] };

const check = (input: { step: RecordStep; path: string }): readonly Problem[] => {
  const { step, path } = input;
  const { create, object, of, set, unset, stage, assign } = step;
  const fault = (field: string, code: string, message: string, hint: string): Problem =>
    refusal({ code, step: step.id, path: field === '' ? path : `${path}.${field}`, message, hint });
  const isEmpty = [create, set, unset, stage, assign].every((part) => part === undefined);
  const named = object ?? of;
  return [
    ...(isEmpty
      ? [
          fault(
            '',
            'empty-step',
            'The step does nothing.',
            'Add `create`, `set`, `unset`, `stage` or `assign`.',
          ),
        ]
      : []),
    ...(create !== undefined && named !== undefined
      ? [
          fault(
            'create',
            'useless-field',
            'A step makes a record or changes one.',
            'Remove `create`, or `object` and `of`.',
          ),
        ]
      : []),
    ...((object === undefined) === (of === undefined)
      ? []
      : [
          fault(
            object === undefined ? 'of' : 'object',
            'missing-field',
            '`object` and `of` go together.',
            'Write both, or none for the record of the journey.',
          ),
        ]),
    ...(assign === undefined ? [] : targetsOf(assign)).flatMap(({ target, place }): Problem[] => {
      const message = targetFault(target);
      if (message === undefined) return [];
      return [
        fault(`assign${place}`, 'bad-target', message, 'Write `owner`, `roundRobin`, `leastBusy` or `team`.'),
      ];
    }),
    ...(assign?.otherwise !== undefined && assign.cases === undefined
      ? [
          fault(
            'assign.otherwise',
            'useless-field',
            '`otherwise` does nothing without `cases`.',
            'Remove it.',
          ),
        ]
      : []),
  ];
};

/** To whom it is given, as things stand; undefined when no case holds. */
const targetOf = async ({ step, ports }: StepWork<RecordStep>): Promise<AssignTarget | undefined> => {
  const { assign } = step;
  if (assign?.cases === undefined) return assign;
  const { matched } = await ports.decide();
  return matched === null ? assign.otherwise : assign.cases[matched]?.to;
};

const perform: NonNullable<StepType<RecordStep>['perform']> = async (work) => {
  const { step, entryKey, fill, read, ports, recordKind } = work;
  const { create, object, of, unset = [], stage } = step;
  const found = of === undefined ? entryKey : read(of);
  const id = typeof found === 'string' ? found : '';
  const kind = create ?? object ?? recordKind;
  if (kind === undefined || (create === undefined && id === ''))
    return resulted({ kind: 'failed', reason: 'no-record', detail: { object: kind ?? null } });
  const filled = fill();
  const set = isJsonObject(filled) ? filled : {};
  const target = await targetOf(work);
  const asked = { kind, id: create === undefined ? id : undefined, set, unset, stage, target };
  const worked = await ports.record(asked);
  if (worked.kind === 'refused') {
    const { reason, problems } = worked;
    return resulted({ kind: 'failed', reason, detail: { object: kind, problems } });
  }
  return resulted({
    kind: 'done',
    output: { record: worked.record, object: kind, did: worked.did },
  });
};

const did = { en: { made: 'Made', changed: 'Changed' }, es: { made: 'Creó', changed: 'Cambió' } } as const;

/** Makes, changes, moves or assigns a record. */
export const record: StepType<RecordStep> = {
  type: 'record',
  schema: () => schema,
  conditions: (step) =>
    (step.assign?.cases ?? []).map(({ when }, index) => ({
      conditions: when,
      field: `assign.cases[${index}].when`,
    })),
  templates: (step) => ({ value: step.set ?? {}, field: 'set' }),
  reads: (step) => (step.of === undefined ? [] : [{ text: step.of, field: 'of' }]),
  gives: ['record', 'object'],
  check,
  told: 'updated',
  perform,
  words: {
    en: {
      updated: (facts) =>
        `${facts.detail('did') === 'made' ? did.en.made : did.en.changed} a record of “${facts.detail('object')}”${at.en(facts)}.`,
    },
    es: {
      updated: (facts) =>
        `${facts.detail('did') === 'made' ? did.es.made : did.es.changed} un registro de «${facts.detail('object')}»${at.es(facts)}.`,
    },
  },
};
