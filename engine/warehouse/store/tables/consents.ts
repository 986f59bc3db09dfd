import { type ConsentDoc, consentLedgerSchema } from '../../../consents/store/consent-ledger-schema.ts';
import { defineTable } from '../define-table.ts';

/** Lines of the consent ledger, without words and proof. */
export const consentsTable = defineTable<ConsentDoc>({
  name: 'consents',
  about: 'A line of the consent ledger: somebody agreed to something, or took it back.',
  grain: 'whole',
  schema: consentLedgerSchema,
  rows: (doc) => (doc.profileId === undefined ? [] : [doc]),
  columns: {
    consent_id: { type: 'text', about: 'The id of the line.', of: ({ id }) => id },
    profile_id: { type: 'text', about: 'Who.', isPerson: true, of: ({ profileId }) => profileId },
    channel: { type: 'text', about: 'The channel.', of: ({ channel }) => channel },
    topic: { type: 'text', about: 'The topic; `*` stands for the whole channel.', of: ({ topic }) => topic },
    status: { type: 'text', about: '`granted`, `withdrawn` or `expired`.', of: ({ status }) => status },
    said_at: { type: 'time', about: 'When it was said.', of: ({ at }) => at },
    is_counted: { type: 'boolean', about: 'The profile goes by it.', of: ({ counts }) => counts },
    source: { type: 'text', about: 'Where it was said, such as `checkout`.', of: ({ source }) => source },
  },
});
