import { createPeriodStarts, rollAccount } from '../../../domain/offers/redemptions/account.ts';
import { expire } from '../../../domain/offers/redemptions/decide-roll-back.ts';
import type { Posting } from '../../../domain/offers/redemptions/posting.ts';
import { type LedgerAct, needsOf } from './acts.ts';
import { type Book, newAccount, openBook } from './book.ts';
import type { OfferAccount, OfferBooks, Swept } from './books-port.ts';

/** The books of an offer, with the account they were read with. */
export type ReadBook = { readonly book: Book; readonly read: OfferAccount; readonly swept: Swept };

/** An act, and the offer in whose books it is done. */
export type ActOn = { readonly offer: string; readonly act: LedgerAct };

const duePage = 1000;

type Reading = {
  readonly books: OfferBooks;
  readonly tenant: string;
  readonly acts: readonly ActOn[];
  readonly now: number;
  readonly zone: string;
  /** It only looks, at any instant. */
  readonly isLook: boolean;
};

const unique = (texts: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(texts.flatMap((one) => (one === undefined || one === '' ? [] : [one]))),
];

const readDue = async (
  input: Reading & { read: ReadonlyMap<string, OfferAccount> },
): Promise<ReadonlyMap<string, readonly Posting[]>> => {
  const { books, tenant, now, read } = input;
  const offers = [...read].filter(([, { swept, reservedUntil }]) => reservedUntil > swept.at);
  const due = async ([offer, { swept }]: readonly [string, OfferAccount]) =>
    [offer, await books.due({ tenant, offer, after: swept, until: now, limit: duePage })] as const;
  return new Map(await Promise.all(offers.map(due)));
};

const hasPersonLimits = ({ act }: ActOn): boolean => {
  if (act.kind !== 'use') return false;
  const { limits } = act.ask.offer;
  return act.ask.coupons.length === 0 || (limits.redeem ?? []).some(({ by }) => by === 'person');
};

const readPostings = async (
  input: Reading & { offers: readonly string[]; due: readonly Posting[] },
): Promise<readonly Posting[]> => {
  const { books, tenant, offers, acts, due } = input;
  const needs = acts.map(({ act }) => needsOf(act));
  const people = acts.some(hasPersonLimits) ? needs.map(({ person }) => person) : [];
  const [about, ofPeople] = await Promise.all([
    books.about({
      tenant,
      offers,
      redemptions: unique([...needs.map((one) => one.redemption), ...due.map((one) => one.redemption)]),
      coupons: unique(needs.flatMap((one) => one.coupons)),
      orderIds: unique(needs.map((one) => one.orderId)),
    }),
    people.length === 0
      ? []
      : books.ofPeople({
          tenant,
          offers,
          profiles: unique(people.map((one) => one?.profileId)),
          mailboxes: unique(people.map((one) => one?.mailbox)),
        }),
  ]);
  return [...about, ...ofPeople];
};

/** Ends what was reserved until now. */
const sweep = (input: { book: Book; due: readonly Posting[]; read: OfferAccount }): Swept => {
  const { book, due, read } = input;
  for (const id of new Set([
    ...due.map((one) => one.redemption),
    ...read.pending.map((one) => one.redemption),
  ])) {
    const redemption = book.redemption(id);
    const posting = redemption === undefined ? undefined : expire({ redemption, now: book.now() });
    if (posting !== undefined) book.add(posting);
  }
  const last = due.at(-1);
  return last?.expiresAt === undefined ? read.swept : { at: last.expiresAt, id: last.id };
};

const byOffer = (postings: readonly Posting[]): ReadonlyMap<string, readonly Posting[]> => {
  const found = new Map<string, Posting[]>();
  for (const posting of postings) {
    const known = found.get(posting.offer);
    if (known === undefined) found.set(posting.offer, [posting]);
    else known.push(posting);
  }
  return found;
};

/**
 * Reads the books of offers as far as acts ask, in as many reads for all as for one, but for reservations that may be over: they are looked
 * up for each offer, and ended in its book. The account is read first: whatever is written after carries another revision, so a write at this one rests on all postings
 * there were.
 */
export const readBooks = async (input: Reading): Promise<ReadonlyMap<string, ReadBook>> => {
  const { books, tenant, now, isLook } = input;
  const starts = createPeriodStarts(input.zone);
  // Most of many offers have no books yet: they begin alike.
  const begun = rollAccount({ account: newAccount.account, now, starts });
  const offers = unique(input.acts.map(({ offer }) => offer));
  const accounts = await books.accounts({ tenant, offers });
  const dueOf = await readDue({ ...input, read: accounts });
  const postings = byOffer(await readPostings({ ...input, offers, due: [...dueOf.values()].flat() }));
  return new Map(
    offers.map((offer) => {
      const read = accounts.get(offer) ?? newAccount;
      const found = postings.get(offer) ?? [];
      const begins = read === newAccount ? begun : rollAccount({ account: read.account, now, starts });
      const { pending } = read;
      const book = openBook({ tenant, begins, pending, postings: found, now, starts, isLook });
      return [offer, { book, read, swept: sweep({ book, due: dueOf.get(offer) ?? [], read }) }];
    }),
  );
};
