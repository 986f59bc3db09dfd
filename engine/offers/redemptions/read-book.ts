import { expire } from '../../../domain/offers/redemptions/decide-roll-back.ts';
import type { Posting } from '../../../domain/offers/redemptions/posting.ts';
import { type LedgerAct, needsOf } from './acts.ts';
import { type Book, newAccount, openBook } from './book.ts';
import type { OfferAccount, OfferBooks, Swept } from './books-port.ts';

/** The books of an offer, with the account they were read with. */
export type ReadBook = { readonly book: Book; readonly read: OfferAccount; readonly swept: Swept };

const duePage = 1000;

type Reading = {
  readonly books: OfferBooks;
  readonly tenant: string;
  readonly offer: string;
  readonly acts: readonly LedgerAct[];
  readonly now: number;
  readonly zone: string;
  /** It only looks, at any instant. */
  readonly isLook: boolean;
};

const unique = (texts: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(texts.filter((one) => one !== undefined)),
];

const readDue = async (input: Reading & { read: OfferAccount }): Promise<readonly Posting[]> => {
  const { books, tenant, offer, now, read } = input;
  const { swept, reservedUntil } = read;
  if (reservedUntil <= swept.at) return [];
  return books.due({ tenant, offer, after: swept, until: now, limit: duePage });
};

const hasPersonLimits = (acts: readonly LedgerAct[]): boolean =>
  acts.some((act) => {
    if (act.kind !== 'use') return false;
    const { limits } = act.ask.offer;
    return act.ask.coupons.length === 0 || (limits.redeem ?? []).some(({ by }) => by === 'person');
  });

const readPostings = async (input: Reading & { due: readonly Posting[] }): Promise<readonly Posting[]> => {
  const { books, tenant, offer, acts, due } = input;
  const needs = acts.map(needsOf);
  const people = hasPersonLimits(acts) ? needs.map(({ person }) => person) : [];
  const [about, ofPeople] = await Promise.all([
    books.about({
      tenant,
      offer,
      redemptions: unique([...needs.map((one) => one.redemption), ...due.map((one) => one.redemption)]),
      coupons: unique(needs.flatMap((one) => one.coupons)),
      orderIds: unique(needs.map((one) => one.orderId)),
    }),
    people.length === 0
      ? []
      : books.ofPeople({
          tenant,
          offer,
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

/**
 * Reads the books of an offer as far as acts ask; reservations whose time is over are ended in them. The account is read first: whatever
 * is written after carries another revision, so a write at this one rests on all postings there were.
 */
export const readBook = async (input: Reading): Promise<ReadBook> => {
  const { books, tenant, offer, zone } = input;
  const read = (await books.account({ tenant, offer })) ?? newAccount;
  const due = await readDue({ ...input, read });
  const postings = await readPostings({ ...input, due });
  const { now, isLook } = input;
  const book = openBook({ tenant, account: read, postings, now, zone, isLook });
  return { book, read, swept: sweep({ book, due, read }) };
};
