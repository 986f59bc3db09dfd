import { z } from 'zod';

import { durationSchema } from '../time/duration.ts';

const name = (what: string) => z.string().trim().min(1).max(200).describe(what);

/** How a value of the other system is read, and both sides are compared. */
export const valueKinds = [
  'any',
  'text',
  'lower',
  'number',
  'boolean',
  'date',
  'instant',
  'list',
  'phone',
] as const;
export type ValueKind = (typeof valueKinds)[number];

const fieldSchema = z.strictObject({
  ours: name(
    'The trait of the person or the field of the record. `profile.stage`, `profile.computed.revenue` and the like can only go out.',
  ),
  theirs: name('The field of the other system.'),
  direction: z
    .enum(['both', 'in', 'out'])
    .default('both')
    .describe('`in`: only from the other system; `out`: only to it.'),
  conflict: z
    .enum(['newest', 'ours', 'theirs', 'union', 'ask'])
    .default('newest')
    .describe(
      'What counts when both changed: what was changed last, one side, both lists together, or a person decides.',
    ),
  clear: z
    .boolean()
    .default(false)
    .describe('Whether an empty value empties the other side; by default it changes nothing.'),
  as: z
    .enum(valueKinds)
    .default('any')
    .describe('How values are read and compared: `lower` and `phone` ignore how they are written.'),
  link: z
    .string()
    .max(64)
    .optional()
    .describe(
      'The sync whose records or people the field refers to: the ids of both sides are translated by its links.',
    ),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .describe('Of an amount, where the other system has a number: its currency (ISO 4217).'),
  values: z
    .record(z.string().max(200), z.string().max(200))
    .optional()
    .describe('What our values are called there: `{ "customer": "Kunde" }`.'),
});

const consentSchema = z.strictObject({
  theirs: name('The field of the other system that says no.'),
  channel: z.string().max(40).default('email').describe('The channel it is about.'),
  topic: z.string().max(64).default('*').describe('The topic; `*` is the whole channel.'),
  no: z
    .union([z.string().max(200), z.number(), z.boolean()])
    .default(true)
    .describe('The value that means no.'),
});

/** One sync of `ciclo.json`: what goes to and comes from another system. */
export const syncSchema = z
  .strictObject({
    plugin: z.string().max(64).describe('The connector, by its name under `plugins`.'),
    object: name('What it is there, such as `contacts`.'),
    with: z
      .string()
      .min(1)
      .max(64)
      .default('people')
      .describe('What it is here: `people`, or records of a kind, by the key of its object (`deal`).'),
    every: durationSchema.default('5 minutes').describe('How long after a round the next one begins.'),
    match: z
      .strictObject({
        ours: z
          .string()
          .max(200)
          .default('email')
          .describe('The trait or field by which the same is found here.'),
        theirs: z.string().max(200).default('email').describe('The field by which it is found there.'),
      })
      .default({ ours: 'email', theirs: 'email' })
      .describe('What both sides are matched by before there is a link.'),
    create: z
      .enum(['both', 'in', 'out', 'none'])
      .default('both')
      .describe('Where what is new on one side is made on the other: here (`in`), there (`out`).'),
    segment: z.string().max(64).optional().describe('Only people of this segment are made there.'),
    fields: z
      .array(fieldSchema.describe('A field on both sides.'))
      .min(1)
      .max(200)
      .describe('What is kept the same.'),
    consents: z
      .array(consentSchema.describe('A no of one channel and topic.'))
      .max(50)
      .optional()
      .describe('Where a no is kept there. A no goes both ways; a yes goes none.'),
    deletes: z
      .enum(['keep', 'in', 'out', 'both'])
      .optional()
      .describe(
        'Of records: where a deletion on the other side deletes, here (`in`), there (`out`) or on both; nowhere by default.',
      ),
    onErase: z
      .enum(['delete', 'keep'])
      .default('delete')
      .describe('What becomes of it there when the person is erased here.'),
  })
  .describe('What is kept the same in another system.');

export type SyncSettings = z.infer<typeof syncSchema>;
export type SyncField = SyncSettings['fields'][number];
export type SyncConsent = NonNullable<SyncSettings['consents']>[number];
