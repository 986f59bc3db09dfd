import type { Coupon } from '../../activities/ports/offers.ts';
import { defineSchema } from './define.ts';

/** A coupon. `_id` is tenant and issue key. */
export type CouponDoc = Coupon & {
  readonly _id: string;
  /** Its number among all coupons of the offer, from 1: the budget is that no number is above it. */
  readonly serial: number;
  /** Its number among those of the offer this person has, from 1. */
  readonly personSerial: number;
  /** The code in capitals, as shops compare it. */
  readonly codeKey: string;
  /** Empty for a code of its own; the issue key for one that many share. */
  readonly share: string;
  /** What it costs at the most, in minor units. */
  readonly worth: number;
};

export const couponSchema = defineSchema<CouponDoc>({
  collection: 'coupons',
  fields: {
    tenant: String,
    offer: String,
    code: String,
    codeKey: String,
    share: String,
    profileId: String,
    issueKey: String,
    serial: Number,
    personSerial: Number,
    worth: Number,
    issuedAt: Number,
    expiresAt: Number,
    redeemedAt: Number,
    orderId: String,
  },
  indexes: [
    { name: 'serial', key: { tenant: 1, offer: 1, serial: 1 }, unique: true },
    { name: 'person', key: { tenant: 1, profileId: 1, offer: 1, personSerial: 1 }, unique: true },
    { name: 'code', key: { tenant: 1, codeKey: 1, share: 1 }, unique: true },
    // The value of coupons that cost something else than new ones.
    { name: 'worth', key: { tenant: 1, offer: 1, worth: 1 } },
    { name: 'order', key: { tenant: 1, orderId: 1 } },
  ],
});

/** Hands out the numbers of the coupons of an offer. `_id` is tenant and offer. */
export type CouponCounterDoc = {
  readonly _id: string;
  /** How many numbers were handed out. */
  readonly next: number;
  /** The limit up to which all numbers are known to be used. */
  readonly full?: number;
};

export const couponCounterSchema = defineSchema<CouponCounterDoc>({
  collection: 'couponCounters',
  fields: { next: Number, full: Number },
  indexes: [],
});
