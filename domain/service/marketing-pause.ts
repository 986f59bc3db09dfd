import { z } from 'zod';

import type { Passage, Refusal } from '../gate/gate.ts';
import { type ObjectDefinition, stagesOf } from '../objects/definition.ts';
import { keySchema } from '../rules/key.ts';

/** The field by which records of an object are told apart for a pause. */
export const pauseField = 'type';

const pauseSchema = z.strictObject({
  object: keySchema.describe('The key of an object with a person, such as `case`.'),
  types: z
    .array(z.string().min(1).max(100).describe('A value of the field `type`.'))
    .min(1)
    .max(50)
    .optional()
    .describe('Only records with one of these values in their field `type`; all by default.'),
});
export type MarketingPause = z.infer<typeof pauseSchema>;

/** The setting `marketingPauses`: open records that stop marketing to their person. */
export const marketingPausesSchema = z
  .array(pauseSchema.describe('A kind of record.'))
  .max(20)
  .describe(
    'While such a record about a person is open, that person gets no marketing; open complaints by default, `[]` for nothing.',
  );

const usualPauses: readonly MarketingPause[] = [{ object: 'case', types: ['complaint'] }];

/** The pauses of a tenant. */
export const marketingPausesOf = (settings: {
  readonly marketingPauses?: readonly MarketingPause[] | undefined;
}): readonly MarketingPause[] => settings.marketingPauses ?? usualPauses;

/** What open records a pause is about, as a store can look for them. */
export type OpenRecords = {
  readonly kind: string;
  /** The stages in which a record is over. */
  readonly ended: readonly string[];
  /** A field, and the values of which it has one. */
  readonly having?: { readonly field: string; readonly values: readonly string[] };
};

/** The stages of an object in which its records are over. */
export const endedStages = (definition: ObjectDefinition): readonly string[] =>
  stagesOf(definition).flatMap(({ key, ends }) => (ends === undefined ? [] : [key]));

/** The open records that stop marketing. A pause whose object is not there, or is about nobody, stops nothing. */
export const pausingRecords = (input: {
  pauses: readonly MarketingPause[];
  objectOf: (kind: string) => ObjectDefinition | undefined;
}): readonly OpenRecords[] =>
  input.pauses.flatMap(({ object: kind, types }): OpenRecords[] => {
    const definition = input.objectOf(kind);
    if (definition?.person === undefined) return [];
    const having = types === undefined ? {} : { having: { field: pauseField, values: types } };
    return [{ kind, ended: endedStages(definition), ...having }];
  });

/** An open record that stops marketing to its person. */
export type PausingRecord = { readonly kind: string; readonly id: string };

/** Whether an open record of the person stops the message: marketing is skipped, all else goes. */
export const pauseRefusal = (input: {
  passage: Pick<Passage, 'class'>;
  open: PausingRecord | undefined;
}): Refusal | undefined => {
  const { passage, open } = input;
  if (passage.class === 'transactional' || open === undefined) return undefined;
  return { kind: 'skipped', reason: 'open-case', detail: { object: open.kind, record: open.id } };
};
