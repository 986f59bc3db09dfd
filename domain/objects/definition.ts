import { z } from 'zod';

import { keySchema } from '../rules/key.ts';
import { slaSchema } from '../service/sla-policy.ts';
import { accessSchema } from './access.ts';
import { convertsSchema } from './converts.ts';
import { workSchema } from './work.ts';
import { type Field, fieldKey, fieldSchemaOf, fieldTypes, type FieldTypes } from './fields.ts';

/** How many fields an object may have, and how many of them lists are sorted by. */
export const fieldsMax = 200;
export const sortableMax = 4;

const fieldName = fieldKey.describe('The key of a field.');

const eventWords = z
  .string()
  .max(40)
  .refine((word) => /^\p{Lu}[\p{L}\p{N} ]*$/u.test(word), 'must be words, starting with a capital letter');

export const stageSchema = z.strictObject({
  key: keySchema.describe('The key of the stage.'),
  name: z.string().min(1).max(100).optional().describe('What people call it; made from the key by default.'),
  probability: z
    .number()
    .min(0)
    .max(100)
    .optional()
    .describe('How likely it ends well, in percent, for forecasts.'),
  to: z
    .array(keySchema.describe('The key of a stage.'))
    .max(50)
    .optional()
    .describe('The stages a record can move to from here; all of them by default, none for `[]`.'),
  requires: z
    .array(fieldName)
    .max(50)
    .optional()
    .describe('Fields that a record must have to be in this stage.'),
  locks: z
    .array(fieldName)
    .max(200)
    .optional()
    .describe('Fields that do not change while a record is in this stage.'),
  event: eventWords
    .optional()
    .describe('An event of its own for records that move to this stage: `Sent` is `Quote Sent`.'),
  ends: z
    .enum(['won', 'lost', 'done'])
    .optional()
    .describe('A record in this stage is over: with success, without, or neither.'),
});
export type Stage = z.infer<typeof stageSchema>;

export const eventsSchema = z
  .strictObject({
    created: z.boolean().optional().describe('`Deal Created`; true by default.'),
    stage: z.boolean().optional().describe('`Deal Stage Changed`; true by default.'),
    assigned: z.boolean().optional().describe('`Deal Assigned`: another owner or team; true by default.'),
    changed: z
      .array(z.string().min(1).max(40).describe('The key of a field.'))
      .max(50)
      .optional()
      .describe('Fields whose change is `Deal Changed`; none by default.'),
    crosses: z
      .array(
        z.strictObject({
          field: z.string().min(1).max(40).describe('The key of a field that is a number, such as a score.'),
          at: z.number().describe('The value it comes to, from below.'),
          event: eventWords.describe('What the event is called: `Became Hot` is `Lead Became Hot`.'),
        }),
      )
      .max(20)
      .optional()
      .describe('Thresholds: an event each time the value of a field comes to one from below.'),
    deleted: z.boolean().optional().describe('`Deal Deleted` and `Deal Restored`; true by default.'),
  })
  .describe('Which changes are events about the person, so that rules and journeys see them.');

const column = z.string().min(1).max(40).describe('The key of a field, or `stage`, `owner`, `team`.');

export const viewsSchema = z
  .strictObject({
    list: z.array(column).min(1).max(20).optional().describe('The columns of lists.'),
    board: z
      .strictObject({
        by: column.describe('What the columns of the board are: `stage`, or a field of the type `choice`.'),
        card: z.array(column).min(1).max(10).describe('What a card shows.'),
      })
      .optional()
      .describe('The board.'),
    calendar: z
      .strictObject({
        from: column.describe('The field with the day or the time: of the type `date` or `instant`.'),
        until: column.optional().describe('The field that says when it is over.'),
      })
      .optional()
      .describe('Where records stand in the calendar; without it they do not.'),
  })
  .describe('How the studio shows records.');

const partsOf = (field: z.ZodType<Field>) => {
  return {
    $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors.'),
    key: keySchema.describe('The key of the object, as in the name of the file: `deal`.'),
    name: z
      .string()
      .max(60)
      .refine(
        (name) => /^\p{Lu}[\p{L}\p{N} ]*$/u.test(name),
        'must be letters, digits and blanks, starting with a capital letter',
      )
      .describe('What people call one record: `Deal`. Names of events begin with it.'),
    plural: z.string().min(1).max(60).optional().describe('What people call several: `Deals`.'),
    note: z.string().max(1000).optional().describe('For the reader.'),
    title: fieldName.describe('The field that names a record.'),
    person: fieldName
      .optional()
      .describe(
        'The field of the type `person` that says whom a record is about; its changes are events of that person.',
      ),
    fields: z.record(fieldKey, field).describe('The fields, by their keys.'),
    access: accessSchema.optional(),
    events: eventsSchema.optional(),
    converts: convertsSchema.optional(),
    views: viewsSchema.optional(),
    sla: slaSchema.optional(),
    work: workSchema.optional(),
  };
};

const objectSchemaOf = (field: z.ZodType<Field>) => {
  const parts = partsOf(field);
  return z
    .strictObject({
      ...parts,
      stages: z
        .strictObject({
          first: keySchema.describe('The stage of a new record.'),
          list: z
            .array(stageSchema.describe('A stage.'))
            .min(1)
            .max(50)
            .describe('The stages, in their order.'),
        })
        .optional()
        .describe('The stages that a record goes through; without them it has none.'),
    })
    .describe('A kind of CRM data.');
};

/** The schema of an extension: an object that is as another, but for what it says. */
const extensionSchemaOf = (field: z.ZodType<Field>) => {
  const { fields: _fields, name, title, ...parts } = partsOf(field);
  return z
    .strictObject({
      ...parts,
      extends: keySchema.describe(
        'The key of the object that comes with Ciclo and is extended: the same key changes it, another makes a new object like it.',
      ),
      name: name.optional(),
      title: title.optional(),
      sla: slaSchema.nullable().optional().describe('Replaces `sla` as a whole; `null` removes it.'),
      fields: z
        .record(fieldKey, field.nullable())
        .optional()
        .describe('Fields that are added or replaced, by their keys; `null` removes a field.'),
      stages: z
        .strictObject({
          first: keySchema.optional().describe('The stage of a new record.'),
          list: z
            .array(
              stageSchema
                .extend({
                  after: keySchema
                    .optional()
                    .describe('The stage behind which it comes; before the ends by default.'),
                })
                .describe('A stage that is added or replaced.'),
            )
            .max(50)
            .optional()
            .describe('Stages that are added, or replaced by their keys.'),
          remove: z
            .array(keySchema.describe('The key of a stage.'))
            .max(50)
            .optional()
            .describe('Stages that are removed.'),
        })
        .optional()
        .describe('Stages that are added, replaced and removed.'),
    })
    .describe('An object that comes with Ciclo, with changes.');
};

type ObjectFile = z.infer<ReturnType<typeof objectSchemaOf>>;

/** An object that is whole: `objects/<key>.json`, with what it extends merged into it. */
export type ObjectDefinition = Omit<ObjectFile, '$schema' | 'fields'> & {
  readonly fields: { readonly [key: string]: Field };
};

/** What an extension says. */
export type ObjectExtension = z.infer<ReturnType<typeof extensionSchemaOf>>;

/** What objects are written in: types of field, and the schemas that follow from them. */
export const objectLanguageOf = (types: FieldTypes) => {
  const field = fieldSchemaOf(types);
  return { types, object: objectSchemaOf(field), extension: extensionSchemaOf(field) };
};
export type ObjectLanguage = ReturnType<typeof objectLanguageOf>;

/** The language of the types of field that come with the engine. */
export const objectLanguage: ObjectLanguage = objectLanguageOf(fieldTypes);

/** The schema of a whole object of that language. */
export const objectSchema = objectLanguage.object;

/** The stages of an object, in their order; none when it has no stages. */
export const stagesOf = (definition: ObjectDefinition): readonly Stage[] => definition.stages?.list ?? [];

/** One stage of an object. */
export const stageOf = (definition: ObjectDefinition, key: string | undefined): Stage | undefined =>
  stagesOf(definition).find((stage) => stage.key === key);
