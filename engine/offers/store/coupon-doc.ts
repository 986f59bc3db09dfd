import { normaliseCode } from '../../../domain/offers/code.ts';
import type { Coupon } from '../ports.ts';
import type { CouponDoc } from './coupon-schema.ts';

/** The coupon as the engine knows it, without what only the store needs. */
export const toCoupon = (doc: CouponDoc): Coupon => {
  const {
    _id,
    serial: _serial,
    personSerial: _personSerial,
    mailbox: _mailbox,
    mailboxSerial: _mailboxSerial,
    codeKey: _codeKey,
    share: _share,
    worth: _worth,
    by: _by,
    draftAt: _draftAt,
    ...coupon
  } = doc;
  return coupon;
};

/** A code as shops compare it. */
export const codeKeyOf = normaliseCode;
