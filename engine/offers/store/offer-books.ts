import type { mongo } from 'mongoose';

import type { Posting } from '../../../domain/offers/redemptions/posting.ts';
import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { OfferAccount, OfferBooks } from '../redemptions/books-port.ts';
import { copyPending } from './copy-pending.ts';
import { type AccountDoc, accountSchema, type PostingDoc, postingSchema } from './ledger-schema.ts';

type Postings = Collection<PostingDoc>;

const postingFields = { projection: { _id: 0, cameFrom: 0 } } as const;

const toPosting = ({ _id, ...posting }: PostingDoc): Posting => posting;

const toAccount = ({ revision, account, swept, reservedUntil, pending }: AccountDoc): OfferAccount => ({
  revision,
  account,
  swept,
  reservedUntil,
  pending,
});

const toPostings = async (rows: { toArray: () => Promise<PostingDoc[]> }): Promise<readonly Posting[]> =>
  (await rows.toArray()).map(toPosting);

const createAbout = (postings: Postings): OfferBooks['about'] => {
  const idsBy = async (input: {
    tenant: string;
    offers: readonly string[];
    field: 'coupon' | 'orderId';
    values: readonly string[];
  }): Promise<readonly string[]> => {
    const { tenant, offers, field, values } = input;
    if (values.length === 0) return [];
    const filter = { tenant, [field]: { $in: [...values] }, offer: { $in: [...offers] } };
    const found = await postings.find(filter, { projection: { redemption: 1 } }).toArray();
    return found.map(({ redemption }) => redemption);
  };
  return async ({ tenant, offers, redemptions, coupons, orderIds }) => {
    const [ofCoupons, ofOrders] = await Promise.all([
      idsBy({ tenant, offers, field: 'coupon', values: coupons }),
      idsBy({ tenant, offers, field: 'orderId', values: orderIds }),
    ]);
    const ids = [...new Set([...redemptions, ...ofCoupons, ...ofOrders])];
    if (ids.length === 0) return [];
    return toPostings(postings.find({ tenant, redemption: { $in: ids } }, postingFields));
  };
};

const createDue = (postings: Postings): OfferBooks['due'] => {
  return async ({ tenant, offer, after, until, limit }) => {
    const same = await toPostings(
      postings
        .find({ tenant, offer, expiresAt: after.at, id: { $gt: after.id } }, postingFields)
        .sort({ id: 1 }),
    );
    const rest = await toPostings(
      postings
        .find({ tenant, offer, expiresAt: { $gt: after.at, $lte: until } }, postingFields)
        .sort({ expiresAt: 1, id: 1 })
        .limit(limit),
    );
    return [...same, ...rest];
  };
};

const createOfPeople = (postings: Postings): OfferBooks['ofPeople'] => {
  return async ({ tenant, offers, profiles, mailboxes }) => {
    const [offer, ...others] = offers;
    if (offer === undefined) return [];
    // What people used of all offers is little; two lists in one query are more than some databases find by an index.
    const about = others.length === 0 ? { offer } : {};
    const by = async (person: mongo.Filter<PostingDoc>): Promise<readonly Posting[]> =>
      toPostings(postings.find({ tenant, ...person, ...about }, postingFields));
    const found = await Promise.all([
      profiles.length === 0 ? [] : by({ profileId: { $in: [...profiles] } }),
      mailboxes.length === 0 ? [] : by({ mailbox: { $in: [...mailboxes] } }),
    ]);
    const asked = new Set(offers);
    return found.flat().filter((posting) => asked.has(posting.offer));
  };
};

const createWrite = (accounts: Collection<AccountDoc>): OfferBooks['write'] => {
  return async ({ tenant, offer, next }) => {
    const { pending, ...rest } = next;
    const _id = keyOf(tenant, offer);
    const fields = { ...rest, pending: [...pending], isPending: pending.length > 0 };
    if (next.revision > 1) {
      return (
        (await accounts.updateOne({ _id, revision: next.revision - 1 }, { $set: fields })).matchedCount === 1
      );
    }
    try {
      await accounts.insertOne({ _id, tenant, offer, ...fields });
      return true;
    } catch (thrown) {
      if (!isDuplicate(thrown)) throw thrown;
      return false;
    }
  };
};

/** The accounts and postings of offers. */
export const createOfferBooks = (deps: { collections: Collections }): OfferBooks => {
  const accounts = deps.collections.of<AccountDoc>(accountSchema);
  const postings = deps.collections.of<PostingDoc>(postingSchema);
  return guarded<OfferBooks>({
    account: async ({ tenant, offer }) => {
      const doc = await accounts.findOne({ _id: keyOf(tenant, offer) });
      return doc === null ? undefined : toAccount(doc);
    },
    accounts: async ({ tenant, offers }) => {
      const docs = await accounts
        .find({ _id: { $in: offers.map((offer) => keyOf(tenant, offer)) } })
        .toArray();
      return new Map(docs.map((doc) => [doc.offer, toAccount(doc)]));
    },
    write: createWrite(accounts),
    keep: (pending) => copyPending({ postings, pending }),
    settle: async ({ tenant, offer, revision }) => {
      const settled = { $set: { pending: [], isPending: false } };
      await accounts.updateOne({ _id: keyOf(tenant, offer), revision }, settled);
    },
    about: createAbout(postings),
    ofPeople: createOfPeople(postings),
    due: createDue(postings),
    ofOrder: ({ tenant, orderId }) => toPostings(postings.find({ tenant, orderId }, postingFields)),
    page: async ({ tenant, offer, after, limit }) =>
      toPostings(
        postings
          .find({ tenant, offer, id: { $gt: after } }, postingFields)
          .sort({ id: 1 })
          .limit(limit),
      ),
    usedOf: async (tenant) => {
      const docs = await accounts.find({ tenant }, { projection: { offer: 1, account: 1 } }).toArray();
      return new Map(docs.map(({ offer, account }) => [offer, account.used]));
    },
  });
};
