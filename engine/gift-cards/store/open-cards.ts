import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';
import type { CardTotals, GiftCardStore } from '../ports.ts';
import type { CardDoc, CardPostingDoc } from './card-schema.ts';

const page = 500;

/** What was open on cards at an instant: the cards page by page, with the sum of the postings of each until then. */
export const createOpenBefore =
  (deps: { cards: Collection<CardDoc>; postings: Collection<CardPostingDoc> }): GiftCardStore['openBefore'] =>
  async ({ tenant, before }) => {
    const totals = new Map<string, CardTotals>();
    let after = '';
    for (;;) {
      const cards = await deps.cards
        .find({ tenant, _id: { $gt: after } }, { projection: { id: 1, currency: 1 }, ...longRead })
        .sort({ _id: 1 })
        .limit(page)
        .toArray();
      const ids = cards.map(({ id }) => id);
      const sums = await deps.postings
        .aggregate<{ _id: string; open: number }>(
          [
            { $match: { tenant, card: { $in: ids }, at: { $lt: before } } },
            { $group: { _id: '$card', open: { $sum: '$amount' } } },
          ],
          longRead,
        )
        .toArray();
      const openOf = new Map(sums.map(({ _id, open }) => [_id, open]));
      for (const { id, currency } of cards) {
        const open = openOf.get(id) ?? 0;
        const known = totals.get(currency) ?? { currency, cards: 0, balance: 0 };
        if (open > 0) {
          totals.set(currency, { currency, cards: known.cards + 1, balance: known.balance + open });
        }
      }
      const last = cards.at(-1);
      if (cards.length < page || last === undefined) break;
      after = last._id;
    }
    return [...totals.values()].toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
  };

/** What is open on the cards of a tenant now, by currency. */
export const createCardTotals =
  (cards: Collection<CardDoc>): GiftCardStore['totals'] =>
  async (tenant) => {
    const rows = await cards
      .aggregate<{ _id: string; cards: number; balance: number }>(
        [
          { $match: { tenant, balance: { $gt: 0 } } },
          { $group: { _id: '$currency', cards: { $sum: 1 }, balance: { $sum: '$balance' } } },
          { $sort: { _id: 1 } },
        ],
        longRead,
      )
      .toArray();
    return rows.map(({ _id: currency, ...sums }): CardTotals => ({ currency, ...sums }));
  };
