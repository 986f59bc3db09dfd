import type { Coupon } from '../ports.ts';
import { couponRows } from './coupon-rows.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { draftsExpire } from '../../claims/store/claim-schema.ts';
import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId, whole } from '../../../platform/mongo/schema/sharding.ts';

/** A coupon. `_id` is tenant and issue key. Its numbers and code are claims of it; see `claimsOf`. */
export type CouponDoc = Coupon & {
  readonly _id: string;
  /** Its number among all coupons of the offer, from 1: the budget is that no number is above it. */
  readonly serial: number;
  /** Its number among those of the offer this person has, from 1. */
  readonly personSerial: number;
  /** A keyed hash of the mailbox of the person it was made for, and its number among those of that mailbox, from 1. */
  readonly mailbox?: string;
  readonly mailboxSerial?: number;
  /** The code in capitals, as shops compare it. */
  readonly codeKey: string;
  /** Empty for a code of its own; the issue key for one that many share. */
  readonly share: string;
  /** What it costs at most, in minor units. */
  readonly worth: number;
  /** The attempt that made it; absent in those of earlier versions. */
  readonly by?: string;
  /** Of one that is not made yet, which has no other fields. */
  readonly draftAt?: Date;
};

export const couponSchema = defineSchema<CouponDoc>({
  collection: 'coupons',
  sharding: byId,
  person: couponRows,
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
    mailbox: String,
    mailboxSerial: Number,
    worth: Number,
    issuedAt: Number,
    expiresAt: Number,
    redeemedAt: Number,
    revokedAt: Number,
    orderId: String,
    by: String,
    draftAt: Date,
  },
  indexes: [
    { name: 'serials', key: { tenant: 1, offer: 1, serial: 1 } },
    { name: 'persons', key: { tenant: 1, profileId: 1, offer: 1, personSerial: 1 } },
    { name: 'codes', key: { tenant: 1, codeKey: 1 } },
    draftsExpire,
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
  sharding: whole('A counter an offer.'),
  person: nobody('It only counts.'),
  fields: { next: Number, full: Number },
  indexes: [],
});
