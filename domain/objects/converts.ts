import { z } from 'zod';

import { fieldKey } from './fields.ts';

const field = fieldKey.describe('The key of a field of this object.');

const source = z
  .union([
    field,
    z.array(field).min(1).max(10).describe('Fields, of which the first with a value is taken.'),
    z
      .strictObject({
        value: z.union([z.string().max(1000), z.number(), z.boolean()]).describe('The value.'),
      })
      .describe('The same value for all.'),
  ])
  .describe('Where the value comes from.');
/** Where a value of what is made comes from. */
export type ValueSource = z.infer<typeof source>;

const values = (what: string) => z.record(fieldKey, source).optional().describe(what);

/** What a record is converted to: a person, an account, a deal, and what the person is to these. */
export const convertsSchema = z
  .strictObject({
    person: z
      .record(fieldKey, field)
      .optional()
      .describe(
        'The traits of the person, from fields. `email` and `phone` are what they are recognised by.',
      ),
    account: values('The fields of the account; none is made without it, or without a value for its title.'),
    deal: values('The fields of the deal; none is made without it.'),
    'contact-role': values('The fields of the contact role; none is made without it.'),
  })
  .describe('What a record becomes when it is converted, as leads are.');
export type Converts = z.infer<typeof convertsSchema>;

/** The objects that a conversion makes records of. */
export const convertTargets = ['account', 'deal', 'contact-role'] as const;
export type ConvertTarget = (typeof convertTargets)[number];

/** The fields that a source names. */
export const fieldsOfSource = (of: ValueSource): readonly string[] =>
  typeof of === 'string' ? [of] : 'value' in of ? [] : of;
