import {
  emptyAccount,
  type PeriodStarts,
  book as bookPosting,
  rollAccount,
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
import type { Needs } from './needs.ts';

type About = Pick<Needs, 'redemption' | 'coupons' | 'orderId'>;

/** The books of one offer at a moment, to which postings are added. */
export type Book = {
  /** The instant by which it decides; it never goes back. */
  readonly now: () => number;
  /** The redemptions of somebody, and those that are meant, of the coupons or for the order. */
  readonly redemptionsFor: (person: Redeemer | undefined, about: About) => readonly Redemption[];
  readonly redemption: (id: string) => Redemption | undefined;
  /** What a decision about somebody asks: what they used, and the redemptions that are meant, of the coupons or for the order. */
  readonly booksFor: (person: Redeemer | undefined, about: About) => Books;
  /** The redemption after the posting. */
  readonly add: (posting: Omit<Posting, 'tenant'>) => Redemption;
  /** What was added since it was opened, or begun again. */
  readonly added: () => readonly Posting[];
  readonly account: () => OfferAccount['account'];
  /** Takes in postings that were read since it was opened; those it has stay as they are. */
  readonly learn: (postings: readonly Posting[]) => void;
  /** Begins again at an instant: what was added so far is written. */
  readonly beginAgain: (now: number) => void;
  /** How many postings it has. */
  readonly size: () => number;
};

/** The account of an offer that has none yet. */
export const newAccount: OfferAccount = {
  revision: 0,
  account: emptyAccount,
  swept: { at: 0, id: '' },
  reservedUntil: 0,
  pending: [],
};

/** Values by a key that each of them may have. */
const createIndex = <T>(keyOf: (value: T) => string | undefined) => {
  let index: Map<string, Set<T>> | undefined;
  return {
    add: (value: T): void => {
      const key = keyOf(value);
      if (key === undefined) return;
      index ??= new Map();
      const known = index.get(key);
      if (known === undefined) index.set(key, new Set([value]));
      else known.add(value);
    },
    of: (key: string | undefined): readonly T[] => [
      ...((key === undefined ? undefined : index?.get(key)) ?? []),
    ],
  };
};

/** Postings found by whose they are, and by the redemption that an order or coupon has. */
const indexed = () => {
  const byRedemption = createIndex<Posting>(({ redemption }) => redemption);
  const byProfile = createIndex<Posting>(({ profileId }) => profileId);
  const byMailbox = createIndex<Posting>(({ mailbox }) => mailbox);
  const byCoupon = createIndex<Posting>(({ coupon }) => coupon);
  const byOrder = createIndex<Posting>(({ orderId }) => orderId);
  const all = [byRedemption, byProfile, byMailbox, byCoupon, byOrder];
  const add = (posting: Posting): void => {
    for (const index of all) index.add(posting);
  };
  return {
    add,
    ofRedemption: (id: string): readonly Posting[] => byRedemption.of(id),
    ofPerson: (person: Redeemer | undefined): readonly Posting[] =>
      person === undefined
        ? []
        : [...new Set([...byProfile.of(person.profileId), ...byMailbox.of(person.mailbox)])],
    redemptionsOf: ({ redemption, coupons, orderId }: About): ReadonlySet<string> =>
      new Set([
        redemption,
        ...coupons.flatMap((coupon) => byCoupon.of(coupon)).map((one) => one.redemption),
        ...byOrder.of(orderId).map((one) => one.redemption),
      ]),
  };
};

/** Opens the books of an offer over its account as it begins now, what it holds and the postings that matter. */
export const openBook = (input: {
  tenant: string;
  begins: OfferAccount['account'];
  pending: OfferAccount['pending'];
  postings: readonly Posting[];
  now: number;
  starts: PeriodStarts;
  /** It only looks, so the instant may be before the latest of the account. */
  isLook: boolean;
}): Book => {
  const { tenant, starts } = input;
  const byId = new Map<string, Posting>();
  const found = new Map<string, Redemption>();
  const index = indexed();
  let account = input.begins;
  let added: Posting[] = [];
  const learn = (postings: readonly Posting[]): void => {
    const touched = new Set<string>();
    for (const posting of postings) {
      // One posting may be found by its person and by its redemption.
      if (byId.has(posting.id)) continue;
      byId.set(posting.id, posting);
      index.add(posting);
      touched.add(posting.redemption);
    }
    const theirs = [...touched].flatMap((id) => index.ofRedemption(id));
    for (const [id, redemption] of foldRedemptions(theirs)) found.set(id, redemption);
  };
  // Whose a posting is says the collection: there it moves when people are merged.
  learn(input.postings);
  learn(input.pending);
  return {
    now: () => (input.isLook ? input.now : account.at),
    redemptionsFor: (person, about) => {
      const theirs = index.ofPerson(person).map(({ redemption }) => redemption);
      return [...new Set([...theirs, ...index.redemptionsOf(about)])].flatMap((id) => found.get(id) ?? []);
    },
    redemption: (id) => found.get(id),
    booksFor: (person, about) => ({
      account,
      person: usedByPerson({ postings: index.ofPerson(person), now: account.at, starts }),
      redemptions: [...index.redemptionsOf(about)].flatMap((id) => found.get(id) ?? []),
    }),
    add: (given) => {
      const posting: Posting = { ...given, tenant };
      const redemption = afterPosting(found.get(posting.redemption), posting);
      byId.set(posting.id, posting);
      index.add(posting);
      added.push(posting);
      found.set(posting.redemption, redemption);
      account = bookPosting(account, posting);
      return redemption;
    },
    added: () => added,
    account: () => account,
    learn,
    beginAgain: (now) => {
      added = [];
      account = rollAccount({ account, now, starts });
    },
    size: () => byId.size,
  };
};
