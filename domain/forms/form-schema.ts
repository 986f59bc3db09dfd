import { z } from 'zod';

import { isWebUrl } from '../messages/links/links.ts';
import { localised } from '../workspace/localised.ts';

const key = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes, starting with a letter');

/** The field that people do not see: a program that fills in everything fills it in. */
export const trapField = 'website';

const fieldSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'must be letters and digits, such as `firstName`')
    .refine(
      (name) => name !== 'email' && name !== trapField,
      'is taken: every form asks for the e-mail address, and `website` is a trap for programs',
    )
    .describe('The name of the trait that the answer becomes, such as `firstName`.'),
  label: localised(200).describe('What people read: one text, or one per locale.'),
  type: z
    .enum(['text', 'long', 'choice', 'check'])
    .default('text')
    .describe('`text`: a line. `long`: several lines. `choice`: one of `choices`. `check`: a box to tick.'),
  choices: z
    .array(z.string().trim().min(1).max(200))
    .min(1)
    .max(100)
    .optional()
    .describe('What can be chosen from, with `choice`.'),
  required: z.boolean().default(false).describe('Whether it has to be answered; a box has to be ticked.'),
});

/** One form of `ciclo.json`: who sends it in is asked by mail whether they mean it, and then is a lead. */
export const formSchema = z.strictObject({
  title: localised(100).describe('The title of its page: one text, or one per locale.'),
  text: localised(1_000).optional().describe('What stands above the fields.'),
  topic: key.describe('The topic that people subscribe to by it.'),
  fields: z
    .array(fieldSchema)
    .max(20)
    .default([])
    .refine(
      (all) => new Set(all.map(({ name }) => name)).size === all.length,
      'Two fields have the same name.',
    )
    .describe('What it asks besides the e-mail address.'),
  button: localised(50).optional().describe('The words on the button.'),
  thanks: localised(500)
    .optional()
    .describe('What people read once they sent it; by default that a mail is on its way.'),
  then: z
    .url({ protocol: /^https?$/ })
    .refine(isWebUrl, 'must be a web address')
    .optional()
    .describe('A page of yours to which people come once they sent it, instead of ours.'),
});

/** The forms of a workspace, by key. */
export const formsSchema = z
  .record(key, formSchema)
  .describe('Forms to sign up, as pages and to embed in pages of yours, by key.');

export type Form = z.output<typeof formSchema>;
export type FormField = Form['fields'][number];
