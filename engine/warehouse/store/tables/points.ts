import { type PostingDoc, postingSchema } from '../../../loyalty/store/points-schema.ts';
import { defineTable } from '../define-table.ts';

/** Lines of the points ledger. */
export const pointsTable = defineTable<PostingDoc>({
  name: 'points',
  about: 'A line of the points ledger: a balance is the sum of `active`.',
  grain: 'whole',
  schema: postingSchema,
  rows: (doc) => [doc],
  columns: {
    posting_id: {
      type: 'text',
      about: 'The id of the line.',
      of: ({ _id, tenant }) => _id.slice(tenant.length + 1),
    },
    profile_id: { type: 'text', about: 'Whose points.', isPerson: true, of: ({ profileId }) => profileId },
    program: { type: 'text', about: 'The loyalty programme.', of: ({ program }) => program },
    kind: {
      type: 'text',
      about: '`earn`, `activate`, `spend`, `reverse`, `expire`, `adjust` and so on.',
      of: ({ kind }) => kind,
    },
    posted_at: { type: 'time', about: 'When.', of: ({ at }) => at },
    active: {
      type: 'integer',
      about: 'Points that can be used; negative where they go.',
      of: ({ active }) => active,
    },
    pending: { type: 'integer', about: 'Points that cannot be used yet.', of: ({ pending }) => pending },
    order_id: {
      type: 'text',
      about: 'The order they are about.',
      of: ({ ref }) => (ref?.startsWith('order:') === true ? ref.slice('order:'.length) : undefined),
    },
    rule: { type: 'text', about: 'The earning rule.', of: ({ rule }) => rule },
    expires_at: {
      type: 'time',
      about: 'When the points that came expire.',
      of: ({ into }) => into?.expiresAt,
    },
  },
});
