import { addUsed, isUnused, type Posting, postingId, type Used, unused } from './posting.ts';
import { isLive, type Redemption } from './redemption.ts';
import type { Refusal } from './refusals.ts';

/** How much of a redemption is given back. */
export type Part =
  | { readonly kind: 'whole' }
  /** Lines that came back, by their ids. */
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  /** So much of the order value, in minor units. */
  | { readonly kind: 'value'; readonly value: number }
  /** As much as makes the order value that came back this part of all, from 0 to 1. */
  | { readonly kind: 'up-to'; readonly returned: number; readonly of: number };

export type RollBack = { readonly key: string; readonly part: Part };

export type RolledBack =
  | { readonly kind: 'allowed'; readonly posting: Omit<Posting, 'tenant'> }
  | { readonly kind: 'done-before' }
  | { readonly kind: 'refused'; readonly reasons: readonly Refusal[] };

/** The discount that belongs to what is left of the order value: its share of the whole discount, rounded up. */
const discountOf = (input: { left: number; granted: Used }): number => {
  const { left, granted } = input;
  if (granted.orderValue <= 0) return 0;
  const [value, discount, whole] = [BigInt(left), BigInt(granted.discount), BigInt(granted.orderValue)];
  return Number((discount * value + whole - 1n) / whole);
};

const leaving = (input: { redemption: Redemption; left: number }): Used => {
  const { held, granted } = input.redemption;
  const left = Math.min(held.orderValue, Math.max(0, input.left));
  if (left === 0) return addUsed(unused, held, -1);
  const discount = Math.min(held.discount, discountOf({ left, granted }));
  return { count: 0, discount: discount - held.discount, orderValue: left - held.orderValue };
};

const changeOf = (input: {
  redemption: Redemption;
  part: Part;
}): { change: Used; returned: readonly string[] } => {
  const { redemption, part } = input;
  const { held, granted } = redemption;
  if (part.kind === 'whole') return { change: leaving({ redemption, left: 0 }), returned: [] };
  if (part.kind === 'value')
    return { change: leaving({ redemption, left: held.orderValue - part.value }), returned: [] };
  if (part.kind === 'up-to') {
    const back =
      part.of <= 0 ? 0 : Math.floor((granted.orderValue * Math.min(part.returned, part.of)) / part.of);
    return { change: leaving({ redemption, left: granted.orderValue - back }), returned: [] };
  }
  const lines = redemption.lines.filter(
    ({ id }) => part.lines.includes(id) && !redemption.returned.includes(id),
  );
  const value = lines.reduce((sum, line) => sum + line.value, 0);
  const discount = lines.reduce((sum, line) => sum + line.discount, 0);
  const returned = lines.map(({ id }) => id);
  if (returned.length > 0 && value >= held.orderValue)
    return { change: leaving({ redemption, left: 0 }), returned };
  return {
    change: addUsed(unused, { count: 0, discount: Math.min(discount, held.discount), orderValue: value }, -1),
    returned,
  };
};

/** A line that is to be given back and that the redemption does not have; undefined where it has all. */
const unknownLine = (input: { redemption: Redemption; part: Part }): string | undefined => {
  const { redemption, part } = input;
  const known = new Set(redemption.lines.map(({ id }) => id));
  return part.kind === 'lines' ? part.lines.find((id) => !known.has(id)) : undefined;
};

/** The fields that every further posting of a redemption has. */
const sequel = (input: {
  redemption: Redemption;
  n: number;
}): Omit<Posting, 'tenant' | 'act' | 'key' | 'at' | keyof Used> => {
  const { redemption, n } = input;
  const { id, offer, bookedAt, currency, profileId, mailbox, coupon, code, orderId } = redemption;
  return {
    id: postingId({ redemption: id, n }),
    offer,
    redemption: id,
    n,
    bookedAt,
    currency,
    ...(profileId === undefined ? {} : { profileId }),
    ...(mailbox === undefined ? {} : { mailbox }),
    ...(coupon === undefined ? {} : { coupon }),
    ...(code === undefined ? {} : { code }),
    ...(orderId === undefined ? {} : { orderId }),
  };
};

/**
 * Decides what is given back of a redemption or reservation, whole or in part. A coupon can be used again once the whole was given back.
 * The parts of a redemption never come to more than the whole, whatever their order.
 */
export const decideRollBack = (input: { redemption: Redemption; ask: RollBack; now: number }): RolledBack => {
  const { redemption, ask, now } = input;
  if (redemption.done.has(`roll-back:${ask.key}`)) return { kind: 'done-before' };
  if (!isLive(redemption)) return { kind: 'refused', reasons: [{ code: 'not-redeemed' }] };
  const unknown = unknownLine({ redemption, part: ask.part });
  if (unknown !== undefined)
    return { kind: 'refused', reasons: [{ code: 'unknown-line', detail: { line: unknown } }] };
  const { change, returned } = changeOf({ redemption, part: ask.part });
  if (isUnused(change)) return { kind: 'done-before' };
  const n = redemption.postings + 1;
  return {
    kind: 'allowed',
    posting: { ...sequel({ redemption, n }), ...change, act: 'roll-back', key: ask.key, at: now, returned },
  };
};

/** The posting that ends a reservation whose time is over; undefined for what is no such reservation. */
export const expire = (input: {
  redemption: Redemption;
  now: number;
}): Omit<Posting, 'tenant'> | undefined => {
  const { redemption, now } = input;
  const { state, expiresAt, held } = redemption;
  if (state !== 'reserved' || expiresAt === undefined || expiresAt > now) return undefined;
  const change = addUsed(unused, held, -1);
  const n = redemption.postings + 1;
  return { ...sequel({ redemption, n }), ...change, act: 'expire', key: String(expiresAt), at: now };
};
