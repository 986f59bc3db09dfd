import type { Account } from '../../../domain/offers/redemptions/account.ts';
import type { Posting, Used } from '../../../domain/offers/redemptions/posting.ts';

/** How far the reservations of an offer were looked at for those whose time is over. */
export type Swept = { readonly at: number; readonly id: string };

/** The account of an offer: what is used of it, with the postings that are not among the others yet. */
export type OfferAccount = {
  readonly revision: number;
  readonly account: Account;
  readonly swept: Swept;
  /** The latest end of any reservation there was. */
  readonly reservedUntil: number;
  readonly pending: readonly Posting[];
};

type Offer = { readonly tenant: string; readonly offer: string };
type Offers = { readonly tenant: string; readonly offers: readonly string[] };

/** The accounts and postings of offers. */
export type OfferBooks = {
  readonly account: (input: Offer) => Promise<OfferAccount | undefined>;
  /** The accounts of offers, by offer; those that have one. */
  readonly accounts: (input: Offers) => Promise<ReadonlyMap<string, OfferAccount>>;
  /** Writes the account if it is at this revision (0: if there is none), as the next one; false when it was not. */
  readonly write: (input: Offer & { next: OfferAccount }) => Promise<boolean>;
  /** Adds postings; those that are there stay as they are. */
  readonly keep: (postings: readonly Posting[]) => Promise<void>;
  /** Takes the pending postings out of the account, if it is at this revision. */
  readonly settle: (input: Offer & { revision: number }) => Promise<void>;
  /** All postings of the redemptions that are named, are of one of the coupons, or are for one of the orders. */
  readonly about: (
    input: Offers & {
      redemptions: readonly string[];
      coupons: readonly string[];
      orderIds: readonly string[];
    },
  ) => Promise<readonly Posting[]>;
  /** The postings of people and of mailboxes. */
  readonly ofPeople: (
    input: Offers & { profiles: readonly string[]; mailboxes: readonly string[] },
  ) => Promise<readonly Posting[]>;
  /** Reservations whose time ended after `after`, until `until`, in order. */
  readonly due: (
    input: Offer & { after: Swept; until: number; limit: number },
  ) => Promise<readonly Posting[]>;
  /** The postings for an order, of all offers. */
  readonly ofOrder: (input: { tenant: string; orderId: string }) => Promise<readonly Posting[]>;
  /** A page of all postings of an offer, by their ids. */
  readonly page: (input: Offer & { after: string; limit: number }) => Promise<readonly Posting[]>;
  /** What is used of each offer that has an account. */
  readonly usedOf: (tenant: string) => Promise<ReadonlyMap<string, Used>>;
};
