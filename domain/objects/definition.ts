import { z } from 'zod';

import { keySchema } from '../rules/key.ts';
import { accessSchema } from './access.ts';
import { type Field, fieldKey, fieldSchemaOf, fieldTypes, type FieldTypes } from './fields.ts';

/** How many fields an object may have, and how many of them lists are sorted by. */
export const fieldsMax = 200;
export const sortableMax = 4;

const fieldName = fieldKey.describe('The key of a field.');

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
  })
  .describe('How the studio shows records.');

const partsOf = (types: FieldTypes) => {
  const field = fieldSchemaOf(types);
  return {
    $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors.'),
    key: keySchema.describe('The key of the object, as in the name of the file: `deal`.'),
    name: z
      .string()
      .regex(
        /^\p{Lu}[\p{L}\p{N} ]{0,59}$/u,
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
    views: viewsSchema.optional(),
  };
};

/** The schema of an object of a language with these types of field. */
export const objectSchemaOf = (types: FieldTypes) => {
  const parts = partsOf(types);
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

/** The schema of an extension: an object that is as another of the same key, but for what it says. */
export const extensionSchemaOf = (types: FieldTypes) => {
  const { fields: _fields, name, title, ...parts } = partsOf(types);
  return z
    .strictObject({
      ...parts,
      extends: keySchema.describe('The key of the object that comes with Ciclo and is extended.'),
      name: name.optional(),
      title: title.optional(),
      fields: z
        .record(fieldKey, fieldSchemaOf(types).nullable())
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

/** The schema of an object of the types that come with the engine. */
export const objectSchema = objectSchemaOf(fieldTypes);

/** The stages of an object, in their order; none when it has no stages. */
export const stagesOf = (definition: ObjectDefinition): readonly Stage[] => definition.stages?.list ?? [];

/** One stage of an object. */
export const stageOf = (definition: ObjectDefinition, key: string | undefined): Stage | undefined =>
  stagesOf(definition).find((stage) => stage.key === key);
