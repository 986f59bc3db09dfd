import type { Coupon } from '../../activities/ports/offers.ts';
import type { CouponDoc } from '../schemas/coupon.ts';

/** The coupon as the engine knows it, without what only the store needs. */
export const toCoupon = (doc: CouponDoc): Coupon => {
  const {
    _id,
    serial: _serial,
    personSerial: _personSerial,
    codeKey: _codeKey,
    share: _share,
    worth: _worth,
    ...coupon
  } = doc;
  return coupon;
};

/** A code as shops compare it. */
export const codeKeyOf = (code: string): string => code.trim().toUpperCase();
