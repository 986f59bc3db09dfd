import { normaliseCode } from '../code.ts';
import type { Cart } from '../discount/cart.ts';
import { type Chosen, type Discount, workOutDiscount } from '../discount/work-out.ts';
import { type AtMost, withinRest } from '../discount/within-rest.ts';
import type { OfferDefinition } from '../offer-definition.ts';
import type { Account } from './account.ts';
import { exceeded, type RedeemLimit, type UsedByPerson } from './limits.ts';
import { addUsed, isUnused, type Posting, postingId, type Used, unused } from './posting.ts';
import { promiseOf } from './promise.ts';
import { isLive, type Redemption } from './redemption.ts';
import type { Refusal } from './refusals.ts';

/** A coupon, as far as a decision asks. */
export type CouponFacts = {
  readonly issueKey: string;
  readonly profileId: string;
  /** As it is compared. */
  readonly code: string;
  readonly expiresAt?: number | undefined;
  /** The order that used it, as the coupon itself says. */
  readonly orderId?: string | undefined;
  /** When it was taken back. */
  readonly revokedAt?: number | undefined;
};

/** Who redeems. */
export type Redeemer = { readonly profileId: string; readonly mailbox?: string | undefined };

/** Somebody wants to use an offer. */
export type Ask = {
  readonly act: 'validate' | 'reserve' | 'redeem';
  readonly offer: OfferDefinition;
  /** The cart, order or whatever the use is for; one redemption of an offer for each. */
  readonly redemption: string;
  readonly key: string;
  /** The code that was given, as it is compared. */
  readonly code?: string | undefined;
  /** The coupons it may be, or that the person has of the offer, the best first. */
  readonly coupons: readonly CouponFacts[];
  readonly person?: Redeemer | undefined;
  /** Whether the offer is for the person; undefined when it is not for everybody, and nobody is named. */
  readonly isInAudience: boolean | undefined;
  readonly cart: Cart;
  /** The lines that the offer is for. */
  readonly chosen: Chosen;
  /** What it may take off at most, where other offers have a part in the cart. */
  readonly atMost?: AtMost | undefined;
  readonly orderId?: string | undefined;
  /** From when until when the offer itself can be used; epoch milliseconds. */
  readonly startsAt?: number | undefined;
  readonly endsAt?: number | undefined;
  /** How long a reservation holds, in milliseconds. */
  readonly holdMs: number;
};

/** What the ledger says, when the decision is made. */
export type Books = {
  readonly account: Account;
  readonly person: UsedByPerson;
  /** The redemption of this id, and others that are for the same order or of one of the coupons. */
  readonly redemptions: readonly Redemption[];
};

export type Decision =
  | {
      readonly kind: 'allowed';
      readonly discount: Discount;
      readonly posting: Omit<Posting, 'tenant'>;
    }
  | { readonly kind: 'done-before'; readonly redemption: Redemption }
  | { readonly kind: 'refused'; readonly reasons: readonly Refusal[] };

const isSameOrder = (input: { ask: Ask; other: Redemption }): boolean => {
  const { ask, other } = input;
  const isSameCode = ask.code === undefined || other.code === ask.code;
  return isSameCode && other.orderId !== undefined && other.orderId === ask.orderId;
};

/** Whether what is under the key of the ask is for another order than it. */
const isForOther = ({ ask, own }: { ask: Ask; own: Redemption }): boolean => {
  if (ask.orderId === undefined || own.orderId === undefined) return false;
  // Of an erased person nobody can tell for which order it was: both are called the same.
  return own.orderId !== ask.orderId && own.orderId !== own.profileId;
};

/** The redemption that the act made before: the same act, or one for the same order. */
const doneBefore = (input: { ask: Ask; books: Books }): Redemption | undefined => {
  const { ask, books } = input;
  return books.redemptions.find((one) => {
    if (one.id !== ask.redemption) return one.state === 'redeemed' && isSameOrder({ ask, other: one });
    if (one.state === 'redeemed') return true;
    // A late repeat of what was given back. What was reserved again since, or is for another order, is redeemed again.
    const isLate = one.state !== 'reserved' && !isForOther({ ask, own: one });
    return ask.act === 'redeem' && isLate && one.done.has(`redeem:${ask.key}`);
  });
};

/** The limits that hold: those on redemptions, and those on issuing where nothing is issued. */
export const limitsFor = (input: { offer: OfferDefinition; isIssued: boolean }): readonly RedeemLimit[] => {
  const { limits } = input.offer;
  const ofRedeeming = limits.redeem ?? [];
  if (input.isIssued) return ofRedeeming;
  const { total, perPerson, totalValue } = limits;
  return [
    ...ofRedeeming,
    ...(total === undefined ? [] : [{ measure: 'count' as const, most: total }]),
    ...(totalValue === undefined ? [] : [{ measure: 'discount' as const, most: totalValue }]),
    { measure: 'count', most: perPerson, by: 'person' },
  ];
};

type Choice = { readonly coupon: CouponFacts | undefined; readonly reasons: readonly Refusal[] };

/** Whether anybody may use the offer to whom nothing was issued: the code is one for all, or none is needed. */
const isOpen = ({ offer, code: given }: Ask): boolean => {
  const { code, expires } = offer;
  if (expires !== undefined && 'after' in expires) return false;
  if ('automatic' in code) return given === undefined;
  return 'shared' in code && normaliseCode(code.shared) === given;
};

/** Which coupon is used: the first that nothing speaks against, else what speaks against the first. */
const chooseCoupon = (input: { ask: Ask; books: Books; now: number }): Choice => {
  const { ask, books, now } = input;
  const { coupons, person } = ask;
  if (coupons.length === 0) {
    if (isOpen(ask)) return { coupon: undefined, reasons: [] };
    return { coupon: undefined, reasons: [{ code: ask.code === undefined ? 'not-issued' : 'unknown-code' }] };
  }
  const choices = coupons.map((coupon): Choice => {
    const reasons: Refusal[] = [];
    const users = books.redemptions.filter((one) => one.coupon === coupon.issueKey);
    const user = users.find((one) => isLive(one) && one.id !== ask.redemption);
    // One that was used before there was a ledger.
    if (users.length === 0 && coupon.orderId !== undefined && coupon.orderId !== ask.orderId)
      reasons.push({ code: 'already-redeemed' });
    if (person !== undefined && person.profileId !== coupon.profileId) reasons.push({ code: 'wrong-person' });
    if (coupon.revokedAt !== undefined) reasons.push({ code: 'revoked' });
    if (coupon.expiresAt !== undefined && coupon.expiresAt <= now) reasons.push({ code: 'expired' });
    if (user !== undefined)
      reasons.push({ code: user.state === 'reserved' ? 'reserved-elsewhere' : 'already-redeemed' });
    return { coupon, reasons };
  });
  const free = choices.find(({ reasons }) => reasons.length === 0);
  return free ?? choices[0] ?? { coupon: undefined, reasons: [] };
};

const againstOrder = (input: { ask: Ask; discount: Discount }): readonly Refusal[] => {
  const { ask, discount } = input;
  const { offer, cart, chosen } = ask;
  if (cart.currency !== offer.currency)
    return [{ code: 'wrong-currency', detail: { currency: cart.currency, needed: offer.currency } }];
  const { minOrder } = offer.limits;
  if (minOrder !== undefined && cart.orderValue < minOrder)
    return [{ code: 'min-order', detail: { needed: minOrder, orderValue: cart.orderValue } }];
  if (chosen.lines.length === 0) return [{ code: 'no-eligible-product' }];
  return discount.amount === 0 && discount.gift === undefined ? [{ code: 'nothing-to-discount' }] : [];
};

const limitDetail = ({ measure, most, per }: RedeemLimit): Readonly<Record<string, string | number>> => ({
  measure: measure === 'count' ? 'number' : measure === 'discount' ? 'value' : 'orderValue',
  most,
  ...(per === undefined ? {} : { per }),
});

const againstLimits = (input: {
  ask: Ask;
  books: Books;
  wanted: Used;
  limits: readonly RedeemLimit[];
}): readonly Refusal[] => {
  const { ask, books, wanted, limits } = input;
  if (limits.some(({ by }) => by === 'person') && ask.person === undefined)
    return [{ code: 'person-needed' }];
  const { account, person } = books;
  return exceeded({ limits, account, person, wanted }).map((limit) => ({
    code: limit.by === 'person' ? ('per-person-limit' as const) : ('budget-spent' as const),
    detail: limitDetail(limit),
  }));
};

const postingOf = (input: {
  ask: Ask;
  own: Redemption | undefined;
  coupon: CouponFacts | undefined;
  person: Redeemer | undefined;
  discount: Discount;
  change: Used;
  now: number;
}): Omit<Posting, 'tenant'> => {
  const { ask, own, coupon, discount, change, now } = input;
  const n = (own?.postings ?? 0) + 1;
  const isHeld = own !== undefined && isLive(own);
  // A reservation stays with the cart that made it.
  const person =
    isHeld && own.profileId !== undefined ? { profileId: own.profileId, mailbox: own.mailbox } : input.person;
  const { orderId } = ask;
  const code = coupon?.code ?? ask.code;
  return {
    ...change,
    id: postingId({ redemption: ask.redemption, n }),
    offer: ask.offer.key,
    redemption: ask.redemption,
    n,
    act: ask.act === 'redeem' ? 'redeem' : 'reserve',
    key: ask.key,
    at: now,
    bookedAt: isHeld ? own.bookedAt : now,
    currency: ask.offer.currency,
    lines: discount.lines,
    ...(person === undefined ? {} : { profileId: person.profileId }),
    ...(person?.mailbox === undefined ? {} : { mailbox: person.mailbox }),
    ...(coupon === undefined ? {} : { coupon: coupon.issueKey }),
    ...(code === undefined ? {} : { code }),
    ...(orderId === undefined ? {} : { orderId }),
    ...(ask.act === 'redeem' ? {} : { expiresAt: now + ask.holdMs }),
  };
};

/** What speaks against it now, and may not have when it was reserved. */
const againstTime = (input: { ask: Ask; hasCoupon: boolean; now: number }): readonly Refusal[] => {
  const { ask, hasCoupon, now } = input;
  const { startsAt = now, endsAt = Infinity } = ask;
  return [
    ...(startsAt <= now ? [] : [{ code: 'not-started' as const }]),
    ...(hasCoupon || endsAt > now ? [] : [{ code: 'expired' as const }]),
    ...(ask.isInAudience === undefined ? [{ code: 'person-needed' as const }] : []),
    ...(ask.isInAudience === false ? [{ code: 'not-in-audience' as const }] : []),
  ];
};

/** What speaks for and against it, without the posting that would be made. */
export type Judgement =
  | Exclude<Decision, { kind: 'allowed' }>
  | {
      readonly kind: 'allowed';
      readonly discount: Discount;
      readonly posting: () => Omit<Posting, 'tenant'>;
    };

const nothingTwice = (reasons: readonly Refusal[]): readonly Refusal[] =>
  reasons.length < 2
    ? reasons
    : [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()];

/** One key is for one order: an order that was split needs a key for each part. */
const usedBy = ({ orderId = '' }: Redemption): Judgement => ({
  kind: 'refused',
  reasons: [{ code: 'already-redeemed', detail: { orderId } }],
});

type Worked = { readonly discount: Discount; readonly isPromised: boolean };

/**
 * What it takes off: what was promised, else what the offer says; never more than it may. A reservation that is made again gets what is
 * more, such as when another offer has left the cart.
 */
const workOut = (input: { ask: Ask; promised: Discount | undefined }): Worked => {
  const { ask, promised } = input;
  const { cart, chosen, atMost } = ask;
  const { benefit, worth } = ask.offer;
  const cut = (discount: Discount): Discount =>
    atMost === undefined ? discount : withinRest({ discount, ...atMost });
  const fresh = cut(workOutDiscount({ benefit, cart, chosen, worth }));
  if (promised === undefined) return { discount: fresh, isPromised: false };
  const kept = cut(promised);
  const isMore = ask.act === 'reserve' && fresh.amount > kept.amount;
  return isMore || kept.amount === 0
    ? { discount: fresh, isPromised: false }
    : { discount: kept, isPromised: true };
};

/**
 * Decides whether an offer can be validated, reserved or redeemed, against the books as they stand, and with which posting. It tells
 * everything that speaks against it at once, and makes the posting when it is asked for. A reservation keeps what it promised. The same act for the same order again is `done-before`, and changes nothing; a
 * reservation that is made again with another cart is changed to it.
 */
export const judgeRedemption = (input: { ask: Ask; books: Books; now: number }): Judgement => {
  const { ask, books, now } = input;
  const { offer } = ask;
  const own = books.redemptions.find(({ id }) => id === ask.redemption);
  if (own?.state === 'redeemed' && isForOther({ ask, own })) return usedBy(own);
  const before = doneBefore({ ask, books });
  if (before !== undefined) return { kind: 'done-before', redemption: before };
  const { coupon, reasons } = chooseCoupon(input);
  const person = ask.person ?? (coupon === undefined ? undefined : { profileId: coupon.profileId });
  const promised = promiseOf({ own, code: coupon?.code ?? ask.code, cart: ask.cart });
  const { discount, isPromised } = workOut({ ask, promised });
  const isReserved = own !== undefined && isLive(own);
  const held = isReserved ? own.held : unused;
  const uses: Used = { count: 1, discount: discount.amount, orderValue: ask.cart.orderValue };
  const change = addUsed(uses, held, -1);
  const limits = limitsFor({ offer, isIssued: coupon !== undefined });
  // What was promised by a reservation holds as long as the reservation.
  const against = (): readonly Refusal[] => [
    ...(isReserved ? [] : againstTime({ ask, hasCoupon: coupon !== undefined, now })),
    ...againstOrder({ ask, discount }),
    ...againstLimits({ ask: { ...ask, person }, books, wanted: change, limits }),
  ];
  const all: readonly Refusal[] = [
    ...reasons.filter(({ code }) => code !== 'expired' || !isReserved),
    ...(isPromised ? [] : against()),
  ];
  const unique = nothingTwice(all);
  if (unique.length > 0) return { kind: 'refused', reasons: unique };
  if (ask.act === 'reserve' && own !== undefined && own.state === 'reserved' && isUnused(change))
    return { kind: 'done-before', redemption: own };
  return {
    kind: 'allowed',
    discount,
    posting: () => postingOf({ ask, own, coupon, person, discount, change, now }),
  };
};

/** The same, with the posting. */
export const decideRedemption = (input: { ask: Ask; books: Books; now: number }): Decision => {
  const judged = judgeRedemption(input);
  return judged.kind === 'allowed' ? { ...judged, posting: judged.posting() } : judged;
};
