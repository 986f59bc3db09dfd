import { CicloError } from '../../../domain/errors.ts';
import { book, differences, emptied } from '../../../domain/offers/redemptions/account.ts';
import { newAccount } from './book.ts';
import type { OfferBooks } from './books-port.ts';

/** Whether the counters of an offer are what its postings say. */
export type OfferCheck = {
  readonly postings: number;
  readonly differences: ReturnType<typeof differences>;
};

export type CheckOffer = (input: { tenant: string; offer: string }) => Promise<OfferCheck>;

const page = 1000;
const triesMax = 5;

/** Makes the check of the books of an offer: its counters are worked out again from the postings, and compared. */
export const createCheckOffer = (deps: { offerBooks: OfferBooks }): CheckOffer => {
  const { offerBooks: books } = deps;
  return async ({ tenant, offer }) => {
    for (let tries = 0; tries < triesMax; tries += 1) {
      const read = (await books.account({ tenant, offer })) ?? newAccount;
      await books.keep(read.pending);
      let counted = emptied(read.account);
      let postings = 0;
      for (let after: string | undefined = ''; after !== undefined;) {
        const found = await books.page({ tenant, offer, after, limit: page });
        for (const posting of found) counted = book(counted, posting);
        postings += found.length;
        after = found.at(-1)?.id;
      }
      const now = (await books.account({ tenant, offer })) ?? newAccount;
      if (now.revision !== read.revision) continue;
      return { postings, differences: differences({ account: read.account, counted }) };
    }
    throw new CicloError({
      code: 'unavailable',
      message: 'The offer is in use all the time. Try again later.',
    });
  };
};
