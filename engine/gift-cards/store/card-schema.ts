import type { CardPosting } from '../../../domain/gift-cards/card.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody, ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { CardRow } from '../ports.ts';

/** A gift card. `_id` is tenant and card. */
export type CardDoc = CardRow & { readonly _id: string };

export const giftCardSchema = defineSchema<CardDoc>({
  collection: 'giftCards',
  sharding: byId,
  // The money stays with the person who has the code; only whose it was is forgotten.
  person: ownRows(['profileId'], {
    hidden: ['tail', 'rev', 'due'],
    onErase: async ({ rows, tenant, profileId }) => {
      const { matchedCount } = await rows.updateMany(
        { tenant, profileId },
        { $unset: { profileId: '', cameFrom: '' } },
      );
      return matchedCount;
    },
  }),
  fields: {
    tenant: String,
    id: String,
    ends: String,
    profileId: String,
    issuedAt: Number,
    balance: Number,
    currency: String,
    expiresAt: Number,
    rev: Number,
    tail: anyJson,
    due: Number,
  },
  indexes: [
    { name: 'person', key: { tenant: 1, profileId: 1 } },
    { name: 'due', key: { tenant: 1, due: 1 } },
    { name: 'open', key: { tenant: 1, currency: 1, balance: 1 } },
  ],
});

/** A line of the books of a gift card. `_id` is tenant, and a hash of card and key. */
export type CardPostingDoc = CardPosting & {
  readonly _id: string;
  readonly tenant: string;
  readonly card: string;
};

export const giftCardPostingSchema = defineSchema<CardPostingDoc>({
  collection: 'giftCardPostings',
  sharding: byId,
  person: nobody('Amounts of a card, which is named by a keyed hash of its code.'),
  fields: {
    tenant: String,
    card: String,
    key: String,
    kind: String,
    at: Number,
    seq: Number,
    amount: Number,
    ref: String,
    of: String,
  },
  indexes: [
    { name: 'books', key: { tenant: 1, card: 1, seq: 1 } },
    { name: 'key', key: { tenant: 1, card: 1, key: 1 } },
    { name: 'refunds', key: { tenant: 1, card: 1, of: 1 } },
  ],
});
