import { createPeriodStarts, rollAccount } from '../../../domain/offers/redemptions/account.ts';
import { expire } from '../../../domain/offers/redemptions/decide-roll-back.ts';
import type { Posting } from '../../../domain/offers/redemptions/posting.ts';
import { type LedgerAct, needsOf } from './acts.ts';
import { type Book, newAccount, openBook } from './book.ts';
import type { OfferAccount, OfferBooks, Swept } from './books-port.ts';

/** Whose postings a book has all of. */
type KnownPeople = { readonly profiles: ReadonlySet<string>; readonly mailboxes: ReadonlySet<string> };

/** The books of an offer, with the account they were read with. */
export type ReadBook = {
  readonly book: Book;
  readonly read: OfferAccount;
  readonly swept: Swept;
  readonly people: KnownPeople;
};

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

const asksForPerson = ({ act }: ActOn): boolean => {
  if (act.kind === 'roll-back') return false;
  // A reservation that the person has under the same code becomes the redemption.
  if (act.kind === 'fact') return act.fact.coupons.length === 0;
  const { limits } = act.ask.offer;
  return act.ask.coupons.length === 0 || (limits.redeem ?? []).some(({ by }) => by === 'person');
};

const nobody: KnownPeople = { profiles: new Set(), mailboxes: new Set() };

const peopleOf = (acts: readonly ActOn[]): KnownPeople => {
  const people = acts.some(asksForPerson) ? acts.map(({ act }) => needsOf(act).person) : [];
  return {
    profiles: new Set(unique(people.map((one) => one?.profileId))),
    mailboxes: new Set(unique(people.map((one) => one?.mailbox))),
  };
};

const without = (names: ReadonlySet<string>, known: ReadonlySet<string>): readonly string[] =>
  [...names].filter((one) => !known.has(one));

const readPostings = async (
  input: Reading & {
    offers: readonly string[];
    due: readonly Posting[];
    people: KnownPeople;
    /** People of whom nothing has to be read. */
    known: KnownPeople;
  },
): Promise<readonly Posting[]> => {
  const { books, tenant, offers, acts, due, people, known } = input;
  const needs = acts.map(({ act }) => needsOf(act));
  const profiles = without(people.profiles, known.profiles);
  const mailboxes = without(people.mailboxes, known.mailboxes);
  const [about, ofPeople] = await Promise.all([
    books.about({
      tenant,
      offers,
      redemptions: unique([...needs.map((one) => one.redemption), ...due.map((one) => one.redemption)]),
      coupons: unique(needs.flatMap((one) => one.coupons)),
      orderIds: unique(needs.map((one) => one.orderId)),
    }),
    profiles.length + mailboxes.length === 0 ? [] : books.ofPeople({ tenant, offers, profiles, mailboxes }),
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
  const people = peopleOf(input.acts);
  const due = [...dueOf.values()].flat();
  const postings = byOffer(await readPostings({ ...input, offers, due, people, known: nobody }));
  return new Map(
    offers.map((offer) => {
      const read = accounts.get(offer) ?? newAccount;
      const found = postings.get(offer) ?? [];
      const begins = read === newAccount ? begun : rollAccount({ account: read.account, now, starts });
      const { pending } = read;
      const book = openBook({ tenant, begins, pending, postings: found, now, starts, isLook });
      return [offer, { book, read, swept: sweep({ book, due: dueOf.get(offer) ?? [], read }), people }];
    }),
  );
};

/**
 * Reads on in the book of one offer that was open before, what further acts ask and it has not. Whether it is still up to date shows when it
 * is written.
 */
export const readOn = async (
  input: Omit<Reading, 'isLook'> & { offer: string; state: ReadBook },
): Promise<ReadBook> => {
  const { offer, state, now } = input;
  const { book, read } = state;
  const asked = peopleOf(input.acts);
  const reading = { ...input, isLook: false };
  const due = (await readDue({ ...reading, read: new Map([[offer, read]]) })).get(offer) ?? [];
  book.learn(await readPostings({ ...reading, offers: [offer], due, people: asked, known: state.people }));
  book.beginAgain(now);
  const people = {
    profiles: new Set([...state.people.profiles, ...asked.profiles]),
    mailboxes: new Set([...state.people.mailboxes, ...asked.mailboxes]),
  };
  return { book, read, swept: sweep({ book, due, read }), people };
};
