import {
  type Ask,
  decideRedemption,
  judgeRedemption,
  type Judgement,
} from '../../../domain/offers/redemptions/decide-redemption.ts';
import { decideRollBack, type RollBack } from '../../../domain/offers/redemptions/decide-roll-back.ts';
import { noteOrderFact, type OrderFact } from '../../../domain/offers/redemptions/note-order.ts';
import type { Discount } from '../../../domain/offers/discount/work-out.ts';
import type { Redemption } from '../../../domain/offers/redemptions/redemption.ts';
import type { Refusal } from '../../../domain/offers/redemptions/refusals.ts';
import type { Book } from './book.ts';
import type { Needs } from './needs.ts';

/** Something that is done in the ledger of one offer. */
export type LedgerAct =
  | { readonly kind: 'use'; readonly ask: Ask }
  | { readonly kind: 'roll-back'; readonly redemption: string; readonly ask: RollBack }
  | { readonly kind: 'fact'; readonly fact: OrderFact };

/** How it came out. */
export type ActOutcome =
  | { readonly kind: 'done'; readonly redemption: Redemption; readonly discount?: Discount }
  /** It was done before; nothing changed. */
  | { readonly kind: 'done-before'; readonly redemption: Redemption }
  | { readonly kind: 'refused'; readonly reasons: readonly Refusal[] };

/** What has to be read for an act. */
export const needsOf = (act: LedgerAct): Needs => {
  if (act.kind === 'roll-back')
    return { redemption: act.redemption, coupons: [], orderId: undefined, person: undefined };
  if (act.kind === 'fact') {
    const { redemption, coupons, orderId } = act.fact;
    return { redemption, coupons, orderId, person: act.fact.person };
  }
  const { redemption, coupons, orderId, person } = act.ask;
  const owner = coupons[0] === undefined ? undefined : { profileId: coupons[0].profileId };
  return { redemption, coupons: coupons.map((one) => one.issueKey), orderId, person: person ?? owner };
};

const booksOf = (book: Book, ask: Ask) => {
  const { person, ...about } = needsOf({ kind: 'use', ask });
  return book.booksFor(person, about);
};

/** Looks how a use would come out; nothing is posted. */
export const lookAt = (input: { book: Book; ask: Ask }): Judgement => {
  const { book, ask } = input;
  return judgeRedemption({ ask, books: booksOf(book, ask), now: book.now() });
};

const use = (input: { book: Book; ask: Ask }): ActOutcome => {
  const { book, ask } = input;
  const decided = decideRedemption({ ask, books: booksOf(book, ask), now: book.now() });
  if (decided.kind !== 'allowed') return decided;
  return { kind: 'done', discount: decided.discount, redemption: book.add(decided.posting) };
};

const rollBack = (input: { book: Book; id: string; ask: RollBack }): ActOutcome => {
  const { book, ask } = input;
  const redemption = book.redemption(input.id);
  if (redemption === undefined) return { kind: 'refused', reasons: [{ code: 'not-redeemed' }] };
  const decided = decideRollBack({ redemption, ask, now: book.now() });
  if (decided.kind === 'refused') return decided;
  if (decided.kind === 'done-before') return { kind: 'done-before', redemption };
  return { kind: 'done', redemption: book.add(decided.posting) };
};

const note = (input: { book: Book; fact: OrderFact }): ActOutcome => {
  const { book, fact } = input;
  const { person, ...about } = needsOf({ kind: 'fact', fact });
  const redemptions = book.redemptionsFor(person, about);
  const noted = noteOrderFact({ fact, redemptions, now: book.now() });
  if (noted.kind === 'used-elsewhere') return { kind: 'refused', reasons: [{ code: 'already-redeemed' }] };
  if (noted.kind === 'done-before') return noted;
  return { kind: 'done', redemption: book.add(noted.posting) };
};

/** Does an act in the books; what it posts is added to them. */
export const perform = (input: { book: Book; act: LedgerAct }): ActOutcome => {
  const { book, act } = input;
  if (act.kind === 'use') return use({ book, ask: act.ask });
  if (act.kind === 'fact') return note({ book, fact: act.fact });
  return rollBack({ book, id: act.redemption, ask: act.ask });
};
