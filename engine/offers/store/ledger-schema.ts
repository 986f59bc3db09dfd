import type { Posting } from '../../../domain/offers/redemptions/posting.ts';
import type { OfferAccount } from '../redemptions/books-port.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import { postingRows } from './posting-rows.ts';

/** A line of the ledger of offers. `_id` is tenant and id. */
export type PostingDoc = Posting & { readonly _id: string };

export const postingSchema = defineSchema<PostingDoc>({
  collection: 'offerPostings',
  sharding: byId,
  person: postingRows,
  fields: {
    id: String,
    tenant: String,
    offer: String,
    redemption: String,
    n: Number,
    act: String,
    key: String,
    at: Number,
    bookedAt: Number,
    currency: String,
    count: Number,
    discount: Number,
    orderValue: Number,
    profileId: String,
    mailbox: String,
    coupon: String,
    code: String,
    orderId: String,
    expiresAt: Number,
    lines: anyJson,
    returned: anyJson,
    isFact: Boolean,
  },
  indexes: [
    { name: 'redemptions', key: { tenant: 1, redemption: 1 } },
    { name: 'coupons', key: { tenant: 1, coupon: 1 }, sparse: true },
    { name: 'orders', key: { tenant: 1, orderId: 1 }, sparse: true },
    { name: 'persons', key: { tenant: 1, profileId: 1, offer: 1 } },
    { name: 'mailboxes', key: { tenant: 1, mailbox: 1, offer: 1 }, sparse: true },
    { name: 'offers', key: { tenant: 1, offer: 1, id: 1 } },
    { name: 'reservations', key: { tenant: 1, offer: 1, expiresAt: 1 } },
  ],
});

/** The account of an offer. `_id` is tenant and offer. */
export type AccountDoc = OfferAccount & {
  readonly _id: string;
  readonly tenant: string;
  readonly offer: string;
  /** Whether postings are in it that are not among the others yet. */
  readonly isPending: boolean;
};

export const accountSchema = defineSchema<AccountDoc>({
  collection: 'offerAccounts',
  sharding: byId,
  person: nobody('It counts; the postings in it go to the others before a person is erased or merged.'),
  fields: {
    tenant: String,
    offer: String,
    revision: Number,
    account: anyJson,
    swept: anyJson,
    reservedUntil: Number,
    pending: anyJson,
    isPending: Boolean,
  },
  indexes: [{ name: 'tenant', key: { tenant: 1, isPending: 1 } }],
});
