/** The vocabulary of shops: orders, checkouts, people, products and coupons. A storefront's connector only says where the fields are. */
export { type Money, money, ofMinor, sum, toNumber } from './commerce/amounts.ts';
export { readBody } from './commerce/bodies.ts';
export { type Changed, changedSince, readEach } from './commerce/changes.ts';
export { couponInput, type CouponInput, couponOutput } from './commerce/coupons.ts';
export {
  type Details,
  digest,
  identify,
  isKnown,
  type Shop,
  type Shopper,
  track,
} from './commerce/events.ts';
export { compact, count, id, idOrNone, maybe, text, time, utc } from './commerce/fields.ts';
export {
  checkoutEvents,
  orderEvents,
  type ShopCheckout,
  type ShopLine,
  type ShopOrder,
  type ShopRefund,
} from './commerce/orders.ts';
export {
  consentEvent,
  customerDeletedEvent,
  customerEvents,
  personEvents,
  type PersonTraits,
  type SaidConsent,
  type ShopCustomer,
} from './commerce/people.ts';
export { productChange, type ShopProduct } from './commerce/products.ts';
