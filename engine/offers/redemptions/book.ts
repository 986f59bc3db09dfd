import {
  emptyAccount,
  type PeriodStarts,
  rollAccount,
  book as bookPosting,
} from '../../../domain/offers/redemptions/account.ts';
import type { Books, Redeemer } from '../../../domain/offers/redemptions/decide-redemption.ts';
import { usedByPerson } from '../../../domain/offers/redemptions/limits.ts';
import type { Posting } from '../../../domain/offers/redemptions/posting.ts';
import {
  afterPosting,
  foldRedemptions,
  type Redemption,
} from '../../../domain/offers/redemptions/redemption.ts';
import type { OfferAccount } from './books-port.ts';

/** The books of one offer at a moment, to which postings are added. */
export type Book = {
  /** The instant by which it decides; it never goes back. */
  readonly now: () => number;
  readonly redemptions: () => readonly Redemption[];
  readonly redemption: (id: string) => Redemption | undefined;
  /** What a decision about somebody asks. */
  readonly booksFor: (person: Redeemer | undefined) => Books;
  /** The redemption after the posting. */
  readonly add: (posting: Omit<Posting, 'tenant'>) => Redemption;
  readonly added: () => readonly Posting[];
  readonly account: () => OfferAccount['account'];
};

/** The account of an offer that has none yet. */
export const newAccount: OfferAccount = {
  revision: 0,
  account: emptyAccount,
  swept: { at: 0, id: '' },
  reservedUntil: 0,
  pending: [],
};

const isOf = (input: { posting: Posting; person: Redeemer }): boolean => {
  const { posting, person } = input;
  if (posting.profileId === person.profileId) return true;
  return person.mailbox !== undefined && posting.mailbox === person.mailbox;
};

/** Opens the books of an offer over its account and the postings that matter. */
export const openBook = (input: {
  tenant: string;
  account: OfferAccount;
  postings: readonly Posting[];
  now: number;
  starts: PeriodStarts;
  /** It only looks, so the instant may be before the latest of the account. */
  isLook: boolean;
}): Book => {
  const { tenant, starts } = input;
  const byId = new Map([...input.account.pending, ...input.postings].map((one) => [one.id, one]));
  const postings = [...byId.values()];
  const found = new Map(foldRedemptions(postings));
  let account = rollAccount({ account: input.account.account, now: input.now, starts });
  const added: Posting[] = [];
  return {
    now: () => (input.isLook ? input.now : account.at),
    redemptions: () => [...found.values()],
    redemption: (id) => found.get(id),
    booksFor: (person) => ({
      account,
      person: usedByPerson({
        postings: person === undefined ? [] : postings.filter((posting) => isOf({ posting, person })),
        now: account.at,
        starts,
      }),
      redemptions: [...found.values()],
    }),
    add: (given) => {
      const posting: Posting = { ...given, tenant };
      const redemption = afterPosting(found.get(posting.redemption), posting);
      postings.push(posting);
      added.push(posting);
      found.set(posting.redemption, redemption);
      account = bookPosting(account, posting);
      return redemption;
    },
    added: () => added,
    account: () => account,
  };
};
