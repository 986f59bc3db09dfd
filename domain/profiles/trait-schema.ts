import { z } from 'zod';

import type { Json, JsonObject } from '../json.ts';
import { own } from '../json.ts';
import { normaliseEmail } from '../messages/mail-address.ts';
import { normalisePhone } from '../messages/phone.ts';
import { isDateText, readInstant } from '../time/instant.ts';

const note = z.string().min(1).max(500).optional().describe('What it is, for those who read the file.');

const personal = z
  .boolean()
  .optional()
  .describe(
    'True: nobody counts people by it who lacks the scope `personal-data`, and feeds and the warehouse leave it out (feeds: unless they say `personal`).',
  );

const traitSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text').describe('A text.'),
    choices: z
      .array(z.string().max(200).describe('A value.'))
      .min(1)
      .max(500)
      .optional()
      .describe('The only values it may have.'),
    format: z
      .enum(['email', 'phone', 'url', 'country', 'language'])
      .optional()
      .describe(
        'What the text is: an e-mail address, a phone number with `+` and its country, a web address, a country of ISO 3166 such as `ES`, a language such as `es` or `es-MX`.',
      ),
    max: z.number().int().positive().max(10_000).optional().describe('How many characters it has at most.'),
    personal,
    note,
  }),
  z.strictObject({
    type: z.literal('number').describe('A number.'),
    min: z.number().optional().describe('The least value.'),
    max: z.number().optional().describe('The greatest value.'),
    integer: z.boolean().optional().describe('True for whole numbers only.'),
    personal,
    note,
  }),
  z.strictObject({ type: z.literal('yes-no').describe('True or false.'), personal, note }),
  z.strictObject({ type: z.literal('date').describe('A day, `2026-03-29`.'), personal, note }),
  z.strictObject({ type: z.literal('instant').describe('An instant in ISO 8601.'), personal, note }),
  z.strictObject({ type: z.literal('list').describe('A list of texts or numbers.'), personal, note }),
]);
type TraitRule = z.infer<typeof traitSchema>;

/** The setting `traits`: what traits of people have to be. */
export const traitSchemas = z
  .record(z.string().min(1).max(128), traitSchema)
  .refine((all) => Object.keys(all).length <= 300, 'must name at most 300 traits')
  .describe(
    'What traits of people have to be, by name. A value that breaks its rule is left out of the profile; the event is kept whole and says so (`ignored`). Traits that are not named may be anything.',
  );
export type TraitSchemas = z.infer<typeof traitSchemas>;

const formats: Readonly<
  Record<NonNullable<Extract<TraitRule, { type: 'text' }>['format']>, (text: string) => boolean>
> = {
  email: (text) => normaliseEmail(text) !== undefined,
  phone: (text) => normalisePhone(text) !== undefined,
  url: (text) => /^https?:\/\//i.test(text) && URL.canParse(text),
  country: (text) => /^[A-Z]{2}$/.test(text),
  language: (text) => /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(text),
};

const textFault = (rule: Extract<TraitRule, { type: 'text' }>, value: Json): string | undefined => {
  if (typeof value !== 'string') return 'a text';
  const { choices, format, max } = rule;
  if (choices !== undefined && !choices.includes(value)) return `one of ${choices.slice(0, 10).join(', ')}`;
  if (max !== undefined && value.length > max) return `at most ${max} characters long`;
  return format === undefined || formats[format](value) ? undefined : `a valid \`${format}\``;
};

const numberFault = (rule: Extract<TraitRule, { type: 'number' }>, value: Json): string | undefined => {
  if (typeof value !== 'number') return 'a number';
  const { min, max, integer } = rule;
  if (integer === true && !Number.isInteger(value)) return 'a whole number';
  if (min !== undefined && value < min) return `at least ${min}`;
  return max === undefined || value <= max ? undefined : `at most ${max}`;
};

/** As conditions read it: ISO 8601, with its offset or in UTC. */
const isInstant = (value: Json): boolean =>
  typeof value === 'string' && readInstant({ value, zone: 'UTC' }) !== undefined;

const isPlain = (one: Json): boolean => typeof one === 'string' || typeof one === 'number';

/** What a value has to be that it is not; undefined when it is right. Null takes a trait away, which is always right. */
const faultOf = (rule: TraitRule, value: Json): string | undefined => {
  if (value === null) return undefined;
  if (rule.type === 'text') return textFault(rule, value);
  if (rule.type === 'number') return numberFault(rule, value);
  if (rule.type === 'yes-no') return typeof value === 'boolean' ? undefined : 'true or false';
  if (rule.type === 'date') return isDateText(value) ? undefined : 'a day such as `2026-03-29`';
  if (rule.type === 'instant') return isInstant(value) ? undefined : 'an instant of ISO 8601';
  return Array.isArray(value) && value.every(isPlain) ? undefined : 'a list of texts or numbers';
};

/** A trait that breaks its rule: what it has to be. The message holds no value, since values name people. */
export type BrokenTrait = { readonly name: string; readonly message: string };

/** Divides traits into those that keep to the rules of the workspace, and those that break them. */
export const keptTraits = (input: {
  traits: JsonObject;
  schemas: TraitSchemas | undefined;
}): { readonly traits: JsonObject; readonly broken: readonly BrokenTrait[] } => {
  const { traits, schemas } = input;
  if (schemas === undefined) return { traits, broken: [] };
  const broken = Object.entries(traits).flatMap(([name, value]): BrokenTrait[] => {
    const rule = own(schemas, name);
    const wanted = rule === undefined ? undefined : faultOf(rule, value);
    return wanted === undefined
      ? []
      : [{ name, message: `This trait has to be ${wanted}; it was left out.` }];
  });
  if (broken.length === 0) return { traits, broken };
  const names = new Set(broken.map(({ name }) => name));
  return { traits: Object.fromEntries(Object.entries(traits).filter(([name]) => !names.has(name))), broken };
};
