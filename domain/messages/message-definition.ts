import { z } from 'zod';
import { limitsOn } from '../gate/limits.ts';
import { localePattern } from './locales.ts';
import { parseMailAddress } from './mail-address.ts';
import { sheetSizes } from './post/sheet.ts';

const localeName = z.string().regex(localePattern, 'must be a locale such as `en` or `es-AR`');

const textByLocale = (maxLength: number) =>
  z.record(localeName, z.string().trim().min(1, 'must not be empty').max(maxLength));

const mailAddress = z
  .string()
  .refine((text) => parseMailAddress(text).ok, 'must be `ana@example.com` or `Ana <ana@example.com>`');

const utmValue = z.string().trim().min(1).max(100);

const record = z.record(z.string(), z.json());

/** The names a template can start a variable with. */
export const contextRoots = ['profile', 'entry', 'event', 'record', 'steps', 'tenant', 'links'] as const;

/** Which links and opens of a message are followed. */
const trackSchema = z.strictObject({
  opens: z.boolean().default(true).describe('Add an invisible picture that tells when the mail is opened.'),
  clicks: z.boolean().default(true).describe('Lead web links over a signed address that notes the click.'),
});

const utmSchema = z
  .strictObject({
    source: utmValue.optional().describe('`utm_source`'),
    medium: utmValue.optional().describe('`utm_medium`'),
    campaign: utmValue.optional().describe('`utm_campaign`'),
    term: utmValue.optional().describe('`utm_term`'),
    content: utmValue.optional().describe('`utm_content`'),
  })
  .describe('Campaign parameters added to web links that do not carry them already.');

const templateSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9_]{1,512}$/, 'must be lower-case letters, digits and underscores')
      .describe('Its name at the network, such as `order_update`.'),
    languages: z
      .record(localeName, z.string().regex(/^[a-z]{2,3}(_[A-Z]{2})?$/, 'must be a language such as `en_US`'))
      .optional()
      .describe('Its language at the network by locale, `{ "en": "en_US" }`; by default the locale itself.'),
    parameters: z
      .array(
        z.string().trim().min(1).max(1024).describe('A template such as `{{profile.traits.firstName}}`.'),
      )
      .max(50)
      .default([])
      .describe('What stands in its places `{{1}}`, `{{2}}`, in that order.'),
  })
  .describe(
    'The template that WhatsApp approved: it is sent whenever the person wrote last. Without one the message is free text, which goes out only within 24 hours after they wrote. The body shows what the template says.',
  );

const pageSchema = z
  .strictObject({
    size: z.enum(sheetSizes).default('a4').describe('The sheet that it is printed on.'),
    window: z
      .boolean()
      .default(true)
      .describe('Leaves the place of the address on the first page empty, for an envelope with a window.'),
  })
  .describe('Of a letter (`post`): the page that is printed.');

const whenMissingSchema = z.enum(['default', 'skip', 'hold']);

/** Made-up data, shaped as a template sees it. */
export const sampleSchema = z.strictObject({
  profile: record.optional(),
  entry: record.optional(),
  event: record.optional(),
  record: record
    .optional()
    .describe('The record that the journey is about: its fields by their keys, `stage`, `owner`, `team`.'),
  steps: record.optional(),
  tenant: record.optional(),
  links: record.optional(),
});

/** The file `messages/<key>/message.json`; the texts lie beside it. */
export const messageSchema = z
  .strictObject({
    $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors.'),
    name: z.string().trim().min(1).max(200).optional().describe('What people call the message.'),
    channel: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a channel such as `email` or `sms`')
      .describe(
        'How it is sent: `email` (with body.mjml), or another channel such as `sms` (with body.hbs); of `post` that is HTML.',
      ),
    class: z
      .enum(['marketing', 'transactional'])
      .describe(
        '`marketing` needs consent, counts against frequency caps and must carry an unsubscribe link; `transactional` is what the customer caused and waits for, such as a receipt.',
      ),
    topic: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes')
      .describe('The subscription topic of the tenant it belongs to; people can leave a topic.'),
    subject: textByLocale(500)
      .optional()
      .describe('The subject line per locale; a template. Required for e-mail.'),
    preheader: textByLocale(500)
      .optional()
      .describe('The line that inboxes show after the subject, per locale; a template.'),
    from: mailAddress.optional().describe('The sender, when it is not the one of the tenant.'),
    replyTo: mailAddress.optional().describe('Where answers go, when not to the sender.'),
    whenMissing: whenMissingSchema
      .default('default')
      .describe(
        'When a variable without fallback has no value: `default` sends with nothing in its place, `skip` does not send and goes on, `hold` does not send and waits for a person.',
      ),
    track: trackSchema.default({ opens: true, clicks: true }).describe('What is followed.'),
    template: templateSchema.optional(),
    page: pageSchema.optional(),
    utm: utmSchema.optional(),
    ...limitsOn('this message'),
    sample: sampleSchema
      .default({})
      .describe('Made-up data for previews and for the checks at publish; shaped as the template sees it.'),
  })
  .describe('A message: how and to whom it may be sent, and its subject. The body is in files beside it.');

export type MessageDefinition = z.infer<typeof messageSchema>;
