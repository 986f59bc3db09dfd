import { addUsed, type LineShare, type Posting, postingId, type Used, unused } from './posting.ts';
import { isLive, type Redemption } from './redemption.ts';

/** The shop reports an order on which an offer was used. */
export type OrderFact = {
  readonly offer: string;
  readonly redemption: string;
  readonly orderId: string;
  readonly code?: string | undefined;
  readonly coupons: readonly string[];
  readonly person: { readonly profileId: string; readonly mailbox?: string | undefined };
  readonly currency: string;
  readonly discount: number;
  readonly orderValue: number;
  readonly lines: readonly LineShare[];
};

export type OrderNoted =
  | { readonly kind: 'noted'; readonly posting: Omit<Posting, 'tenant'> }
  | { readonly kind: 'done-before'; readonly redemption: Redemption }
  /** The coupon was used by another order. */
  | { readonly kind: 'used-elsewhere' };

/**
 * Decides how an order is noted that used an offer. It counts, whatever the limits say, since the discount was given. A reservation that the
 * person has of the coupon or code becomes the redemption.
 */
export const noteOrderFact = (input: {
  fact: OrderFact;
  redemptions: readonly Redemption[];
  now: number;
}): OrderNoted => {
  const { fact, redemptions, now } = input;
  const { orderId, code, person, coupons } = fact;
  const own = redemptions.find(({ id }) => id === fact.redemption);
  const ofOrder = redemptions.find(
    (one) => one.orderId === orderId && one.code === code && one.postings > 0 && one.state !== 'expired',
  );
  if (ofOrder !== undefined && ofOrder.state !== 'reserved')
    return { kind: 'done-before', redemption: ofOrder };
  const reserved =
    ofOrder ??
    redemptions.find(
      (one) => one.state === 'reserved' && one.code === code && one.profileId === person.profileId,
    );
  const takenBy = (coupon: string): Redemption | undefined =>
    redemptions.find((one) => one.coupon === coupon && isLive(one) && one.id !== reserved?.id);
  const coupon = reserved?.coupon ?? coupons.find((one) => takenBy(one) === undefined);
  if (coupon === undefined && coupons.length > 0) return { kind: 'used-elsewhere' };
  const base = reserved ?? own;
  const redemption = base?.id ?? fact.redemption;
  const n = (base?.postings ?? 0) + 1;
  const uses: Used = { count: 1, discount: fact.discount, orderValue: fact.orderValue };
  const isHeld = base !== undefined && isLive(base);
  return {
    kind: 'noted',
    posting: {
      ...addUsed(uses, isHeld ? base.held : unused, -1),
      id: postingId({ redemption, n }),
      offer: fact.offer,
      redemption,
      n,
      act: 'redeem',
      key: orderId,
      at: now,
      bookedAt: isHeld ? base.bookedAt : now,
      currency: fact.currency,
      profileId: person.profileId,
      ...(person.mailbox === undefined ? {} : { mailbox: person.mailbox }),
      ...(coupon === undefined ? {} : { coupon }),
      ...(code === undefined ? {} : { code }),
      orderId,
      lines: fact.lines,
      isFact: true,
    },
  };
};
