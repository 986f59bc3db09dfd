import type { CardPosting } from '../../../domain/gift-cards/card.ts';
import { hashId } from '../../../domain/hash.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { CardRow, GiftCardStore } from '../ports.ts';
import { createCardTotals, createOpenBefore } from './open-cards.ts';
import { type CardDoc, type CardPostingDoc, giftCardPostingSchema, giftCardSchema } from './card-schema.ts';

const plain = { projection: { cameFrom: 0 } } as const;
const toRow = ({ _id, ...row }: CardDoc): CardRow => row;
const toPosting = ({ _id, tenant: _tenant, card: _card, ...posting }: CardPostingDoc): CardPosting => posting;

/** Inserts a document; false when it is there. */
const added = async (insert: Promise<unknown>): Promise<boolean> => {
  try {
    await insert;
    return true;
  } catch (thrown) {
    if (!isDuplicate(thrown)) throw thrown;
    return false;
  }
};

/** Gift cards, and their books: postings that are added and never changed. */
export const createGiftCardStore = (deps: { collections: Collections }): GiftCardStore => {
  const cards = deps.collections.of<CardDoc>(giftCardSchema);
  const postings = deps.collections.of<CardPostingDoc>(giftCardPostingSchema);
  const idOf = ({ tenant, id }: { tenant: string; id: string }): string => keyOf(tenant, id);
  return guarded<GiftCardStore>({
    get: async (key) => {
      const doc = await cards.findOne({ _id: idOf(key) }, plain);
      return doc === null ? undefined : toRow(doc);
    },
    add: async (row) => ((await added(cards.insertOne({ ...row, _id: idOf(row) }))) ? 'added' : 'taken'),
    commit: async (row) => {
      const { id, tenant, balance, expiresAt, rev, tail, due } = row;
      const set = {
        balance,
        tail,
        rev: rev + 1,
        ...(expiresAt === undefined ? {} : { expiresAt }),
        ...(due === undefined ? {} : { due }),
      };
      const { matchedCount } = await cards.updateOne({ _id: idOf({ tenant, id }), rev }, { $set: set });
      return matchedCount === 1 ? 'committed' : 'conflict';
    },
    append: async ({ tenant, id: card, postings: all }) => {
      for (const posting of all) {
        const _id = keyOf(tenant, hashId(card, posting.key));
        await added(postings.insertOne({ ...posting, _id, tenant, card }));
      }
    },
    settle: async ({ tenant, id, rev, due }) => {
      const filter = { _id: idOf({ tenant, id }), rev };
      if (due === undefined) await cards.updateOne(filter, { $set: { tail: [] }, $unset: { due: '' } });
      else await cards.updateOne(filter, { $set: { tail: [], due } });
    },
    find: async ({ tenant, id: card, key }) =>
      (await postings.find({ tenant, card, $or: [{ key }, { of: key }] }, plain).toArray()).map(toPosting),
    all: async ({ tenant, id: card, limit }) =>
      (await postings.find({ tenant, card }).sort({ seq: 1 }).limit(limit).toArray()).map(toPosting),
    due: async ({ tenant, upTo, limit }) => {
      const docs = await cards
        .find({ tenant, due: { $lte: upTo } })
        .sort({ due: 1 })
        .limit(limit)
        .toArray();
      return docs.map(({ id }) => ({ tenant, id }));
    },
    openBefore: createOpenBefore({ cards, postings }),
    totals: createCardTotals(cards),
  });
};
