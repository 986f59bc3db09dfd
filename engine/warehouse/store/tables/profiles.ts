import { own } from '../../../../domain/json.ts';
import { mailboxProvider } from '../../../../domain/warehouse/mailbox-provider.ts';
import { type ProfileDoc, profileSchema } from '../../../people/store/profile-schema.ts';
import { type ColumnOf, defineTable, instantOf } from '../define-table.ts';

const shortTrait = (doc: ProfileDoc, name: string): string | undefined => {
  const value = own(doc.traits, name);
  return typeof value === 'string' && /^[\p{L} _-]{2,40}$/u.test(value) ? value : undefined;
};

const traitColumn = (trait: string): ColumnOf<ProfileDoc> => ({
  type: 'text',
  about: `The trait \`${trait}\`; empty where it is marked as personal.`,
  trait,
  of: (doc) => shortTrait(doc, trait),
});

const channelState = (doc: ProfileDoc, channel: string): string | undefined =>
  own(own(doc.consents, channel) ?? {}, '*')?.state;

/** People, by the opaque id of their profile: no name, no address, no identity. */
export const profilesTable = defineTable<ProfileDoc>({
  name: 'profiles',
  about: 'A person under the opaque id of their profile: no name, no address, no identity.',
  grain: 'month',
  schema: profileSchema,
  at: 'createdAt',
  isText: true,
  named: 'profileId',
  rows: (doc) => (doc.mergedInto === undefined ? [doc] : []),
  columns: {
    profile_id: { type: 'text', about: 'The opaque id of the profile.', isPerson: true, of: ({ id }) => id },
    created_at: {
      type: 'time',
      about: 'When they became known; files are cut by it.',
      of: ({ createdAt }) => instantOf(createdAt),
    },
    last_seen_at: {
      type: 'time',
      about: 'When they were last heard of.',
      of: ({ lastSeenAt }) => instantOf(lastSeenAt),
    },
    stage: { type: 'text', about: 'Their stage.', of: ({ stage }) => stage },
    segments: {
      type: 'text',
      about: 'The segments they are in, between commas: `,vip,spain,`.',
      of: ({ segments }) => `,${segments.join(',')},`,
    },
    tags: { type: 'text', about: 'Their tags, between commas.', of: ({ tags }) => `,${tags.join(',')},` },
    country: traitColumn('country'),
    locale: traitColumn('locale'),
    mailbox_provider: {
      type: 'text',
      about:
        'Who runs the mailbox: `Gmail`, `Yahoo`, `Microsoft`, `Apple`, `other`; absent without an address.',
      of: ({ ids }) => mailboxProvider(ids),
    },
    email_consent: {
      type: 'text',
      about: 'What they said of mail as a whole: `granted`, `withdrawn` or `expired`.',
      of: (doc) => channelState(doc, 'email'),
    },
    sms_consent: {
      type: 'text',
      about: 'What they said of text messages as a whole.',
      of: (doc) => channelState(doc, 'sms'),
    },
    referred_at: {
      type: 'time',
      about: 'When they came with a referral code.',
      of: ({ referredAt }) => referredAt,
    },
    rfm_group: { type: 'text', about: 'Their RFM group.', of: ({ computed }) => computed.rfm?.group },
  },
});

/** Profiles that were merged into another, with the other. */
export const aliasesTable = defineTable<ProfileDoc>({
  name: 'aliases',
  about:
    'A profile that was merged into another. Readers of the files replace the one by the other; `ciclo warehouse query` and figures have done so.',
  grain: 'whole',
  schema: profileSchema,
  only: { mergedInto: { $exists: true } },
  rows: (doc) => [doc],
  columns: {
    profile_id: { type: 'text', about: 'The profile that was merged.', isPerson: true, of: ({ id }) => id },
    now_id: {
      type: 'text',
      about: 'The one it was merged into, which may have been merged too.',
      isPerson: true,
      of: ({ mergedInto }) => mergedInto,
    },
  },
});
