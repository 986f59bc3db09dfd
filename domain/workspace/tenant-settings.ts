import { z } from 'zod';

import { browsingEvents } from '../events/public-names.ts';
import { feedSchema } from '../feeds/feed-settings.ts';
import { fileImportSchema } from '../transfer/file-import.ts';
import { formsSchema } from '../forms/form-schema.ts';
import { capSchema, quietSchema } from '../gate/limits.ts';
import { guardsSchema } from '../guards/guard-settings.ts';
import { parseMailAddress } from '../messages/mail-address.ts';
import { marketingPausesSchema } from '../service/marketing-pause.ts';
import { surveysSchema } from '../service/survey.ts';
import { defaultStages } from '../profiles/stage.ts';
import { traitSchemas } from '../profiles/trait-schema.ts';
import { syncSchema } from '../sync/sync-settings.ts';
import { durationSchema } from '../time/duration.ts';
import { isDateText } from '../time/instant.ts';
import { zoneSchema } from '../time/zone.ts';
import { brandSchema } from './brand.ts';
import { conversationSettingsSchema } from './conversation-settings.ts';
import { localeSchema, localised } from './localised.ts';
import { approvalSettingsSchema } from '../approvals/approval-settings.ts';
import { publicationSettingsSchema } from './publication-settings.ts';
import { referralSchema } from './referral-settings.ts';
import { isWebUrl } from '../messages/links/links.ts';

const keyPattern = /^[a-z][a-z0-9-]{0,63}$/;
const keySchema = z
  .string()
  .regex(keyPattern, 'must be lower-case letters, digits and dashes, starting with a letter');
const channelSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a channel such as `email` or `sms`');

const mailAddress = z
  .string()
  .refine((text) => parseMailAddress(text).ok, 'must be `ana@example.com` or `Ana <ana@example.com>`');

const topicSchema = z.strictObject({
  name: localised(100).describe('What people read in the preference centre: one text, or one per locale.'),
  description: localised(500)
    .optional()
    .describe('What they get when they say yes: one text, or one per locale.'),
  default: z
    .enum(['opt-in', 'opt-out'])
    .default('opt-in')
    .describe(
      '`opt-in`: nobody gets it who did not ask for it. `opt-out`: until they say no; check your law.',
    ),
});

const impliedConsentSchema = z.strictObject({
  on: z.string().trim().min(1).max(200).describe('The name of the event, such as `Order Completed`.'),
  channel: channelSchema.default('email').describe('The channel it holds for.'),
  topics: z
    .array(keySchema.describe('The key of a topic.'))
    .min(1)
    .max(50)
    .describe('The topics it holds for: those about products like the ones that were bought.'),
  for: durationSchema.describe('How long it holds, from the event on: `2 years`, `6 months`.'),
});

/** The name of an npm package. */
export const packageSchema = z
  .string()
  .max(214)
  .regex(/^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/, 'must be the name of an npm package');

const pluginSchema = z.strictObject({
  use: keySchema.describe('The plugin, such as `smtp`.'),
  package: packageSchema
    .optional()
    .describe(
      'The npm package that the plugin comes from, when it neither comes with Ciclo nor lies in `plugins/`; installed beside the workspace, and read when the engine starts.',
    ),
  config: z
    .record(z.string(), z.json())
    .default({})
    .describe('Its settings, as the plugin documents them; secrets as `{ "env": "NAME_OF_A_VARIABLE" }`.'),
});

const trackingSchema = z
  .strictObject({
    publicEvents: z
      .array(z.string().trim().min(1).max(200).describe('The name of a track event.'))
      .max(500)
      .default([...browsingEvents])
      .describe('What a public key may send besides page views; browsing events by default.'),
    publicTraits: z
      .array(z.string().min(1).max(100).describe('The name of a trait.'))
      .max(200)
      .optional()
      .describe(
        'The only traits that pages may set of people who proved who they are; they share these with your servers, and what was told last counts. By default pages may set what no server, webhook, rule or journey set.',
      ),
  })
  .describe('What web pages may tell.');

/** The track events that public keys of a tenant may send. */
export const publicEventsOf = (settings: Pick<TenantSettings, 'tracking'>): ReadonlySet<string> =>
  new Set(settings.tracking?.publicEvents ?? browsingEvents);

/** The schema of `ciclo.json`: what holds for the whole business. */
export const tenantSettingsSchema = z
  .strictObject({
    $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors.'),
    tenant: keySchema.describe('The name of the business in ids and addresses; it cannot change later.'),
    name: z.string().trim().min(1).max(120).describe('What customers call the business.'),
    url: z
      .url({ protocol: /^https?$/, error: 'must be a web address, `https://...`' })
      .refine(isWebUrl, 'must be a web address without a user or a password')
      .describe('The address of the shop.'),
    linkHosts: z
      .array(
        z
          .string()
          .regex(
            /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
            'must be a host such as `pay.example`, or `*.pay.example` for all below it',
          )
          .describe('A host, `track.example`, or all hosts below one, `*.track.example`.'),
      )
      .max(100)
      .default([])
      .describe(
        'Hosts besides the one of `url` that links made of data (of an event, a product) may lead to; links that are written out may lead anywhere.',
      ),
    defaultLocale: localeSchema.describe('The locale of people whose own is unknown or has no text.'),
    timezone: zoneSchema.describe('The time zone of the business, and of people whose own is unknown.'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be a currency of ISO 4217 such as `EUR`')
      .describe('The currency of sums and of offers that name none.'),
    messageCosts: z
      .record(channelSchema, z.number().min(0).max(1000))
      .optional()
      .describe(
        'What one message costs by channel, as a decimal amount of the currency: `{ "email": 0.0008, "sms": 0.065 }`. Figures count it.',
      ),
    from: mailAddress.describe('The sender of e-mails, `Shop <hello@shop.example>`.'),
    replyTo: mailAddress.optional().describe('Where answers go, when not to the sender.'),
    postalAddress: z
      .string()
      .trim()
      .min(5)
      .max(300)
      .describe('The postal address of the business; the law asks for it in marketing mail.'),
    brand: brandSchema.optional(),
    topics: z
      .record(keySchema, topicSchema)
      .default({})
      .describe('What people can subscribe to and leave, by key.'),
    impliedConsent: z
      .array(impliedConsentSchema)
      .max(20)
      .optional()
      .describe(
        'What follows from an event without a word about consent, for a time: an order lets a shop write about similar products. Check your law.',
      ),
    consentPurposes: z
      .array(
        z
          .string()
          .trim()
          .min(1)
          .max(64)
          .refine((purpose) => purpose !== 'marketing', '`marketing` is there already')
          .describe('A purpose, such as `analytics`.'),
      )
      .max(50)
      .optional()
      .describe(
        'What people can agree to besides marketing, as `purpose` of `Consent Granted` names it. Feeds can ask for it.',
      ),
    caps: z
      .array(capSchema)
      .max(50)
      .default([])
      .describe('How often one person, and one address, may be written to; all hold.'),
    addressCeiling: z
      .number()
      .int()
      .positive()
      .max(10_000)
      .default(30)
      .describe(
        'How many messages one address gets in an hour at most, transactional ones included, no matter who has it; the rest waits.',
      ),
    quietHours: z
      .array(quietSchema)
      .max(100)
      .default([])
      .describe('Hours in which nothing is sent, in the time zone of the person.'),
    countryHours: z
      .boolean()
      .optional()
      .describe(
        'Whether marketing by text message and voice keeps to the hours of the country, or state, of the person (TCPA and others), besides `quietHours`; true by default.',
      ),
    marketingPauses: marketingPausesSchema.optional(),
    surveys: surveysSchema.optional(),
    forms: formsSchema.optional(),
    holidays: z
      .array(
        z
          .string()
          .refine(isDateText, 'must be a date such as `2026-12-25`')
          .describe('A date, `2026-12-25`.'),
      )
      .max(1000)
      .default([])
      .describe('Days on which windows of waits stay shut.'),
    returnWindow: durationSchema
      .default('14 days')
      .describe('How long customers can return an order; rewards are held until then.'),
    holdout: z
      .number()
      .min(0)
      .max(50)
      .default(0)
      .describe('Percent of people kept out of all marketing, so that its whole effect can be measured.'),
    stages: z
      .array(keySchema.describe('The key of a stage.'))
      .min(1)
      .max(30)
      .default([...defaultStages])
      .describe('The stages of the lifecycle in order; people move forward along them.'),
    teams: z
      .record(
        keySchema,
        z.strictObject({ name: z.string().min(1).max(100).describe('What people call the team.') }),
      )
      .default({})
      .describe('The teams that `task` steps give work to, by key.'),
    pace: z
      .record(channelSchema, z.number().positive().max(10_000))
      .default({})
      .describe('Messages per second at most, by channel.'),
    plugins: z
      .record(keySchema, pluginSchema)
      .default({})
      .describe('The connectors in use, by a name of your own.'),
    syncs: z
      .record(keySchema, syncSchema)
      .optional()
      .describe('What is kept the same in other systems, by a name of your own.'),
    feeds: z
      .record(keySchema, feedSchema)
      .optional()
      .describe('What is written out to other systems, by a name of your own.'),
    imports: z
      .record(keySchema, fileImportSchema)
      .optional()
      .describe('Files that are fetched and imported, by a name of your own.'),
    tracking: trackingSchema.optional(),
    traits: traitSchemas.optional(),
    referral: referralSchema.optional(),
    conversations: conversationSettingsSchema.optional(),
    publications: publicationSettingsSchema.optional(),
    approvals: approvalSettingsSchema.optional(),
    launchGuard: z
      .strictObject({
        people: z
          .number()
          .int()
          .positive()
          .default(5000)
          .describe('Publishing what would enter more people than this asks for the number.'),
      })
      .default({ people: 5000 })
      .describe('Keeps a mistake from reaching everybody.'),
    guards: guardsSchema.optional(),
  })
  .describe('What holds for the whole business: who sends, to whom and when not, and the connectors in use.');
export type TenantSettings = z.infer<typeof tenantSettingsSchema>;
