import { createGiveOffer, createIssueOffer } from './issue-offer.ts';
import { createChooseLines } from './redemptions/choose-lines.ts';
import { createAudiencesOf } from './redemptions/audiences.ts';
import { createCartOffers } from './redemptions/cart-offers.ts';
import { createCheckOffer } from './redemptions/check-offer.ts';
import { createDraftOffer } from './redemptions/draft-offer.ts';
import { cartRoutes } from './routes/cart-routes.ts';
import { offerRoutes } from './routes/offer-routes.ts';
import { redeemRoutes } from './routes/redeem-routes.ts';
import { createOfferLedger } from './redemptions/ledger.ts';
import { createOffersOfOrder } from './redemptions/offers-of-order.ts';
import { createPrepareAsk } from './redemptions/prepare-ask.ts';
import { createRedeemOffer } from './redemptions/redeem-offer.ts';
import { createShelfPrices } from './redemptions/shelf-prices.ts';
import { createSettleCoupon } from './redemptions/settle-coupon.ts';
import { accountSchema, postingSchema } from './store/ledger-schema.ts';
import { createOfferBooks } from './store/offer-books.ts';
import type { Module } from '../module.ts';
import { couponCounterSchema, couponSchema } from './store/coupon-schema.ts';
import { couponClaimSchema } from '../claims/store/claim-schema.ts';
import { createOfferStore } from './store/offers.ts';

/** Offers: coupons and redemptions within their budgets. */
export const offersModule = {
  name: 'offers',
  collections: [postingSchema, accountSchema, couponSchema, couponCounterSchema, couponClaimSchema],
  stores: {
    offers: createOfferStore,
    offerBooks: createOfferBooks,
  },
  services: {
    giveOffer: createGiveOffer,
    issueOffer: createIssueOffer,
    offerLedger: createOfferLedger,
    chooseLines: createChooseLines,
    audiencesOf: createAudiencesOf,
    draftOffer: createDraftOffer,
    prepareAsk: createPrepareAsk,
    settleCoupon: createSettleCoupon,
    redeemOffer: createRedeemOffer,
    offersOfOrder: createOffersOfOrder,
    checkOffer: createCheckOffer,
    cartOffers: createCartOffers,
    shelfPrices: createShelfPrices,
  },
  loops: {},
  routes: { offers: offerRoutes, redeem: redeemRoutes, cart: cartRoutes },
  audited: {
    'POST /api/offers/cart': 'none',
    'POST /api/offers/:key/validate': 'none',
    'POST /api/offers/:key/reserve': { action: 'offer.reserve', param: 'key' },
    'POST /api/offers/:key/redeem': { action: 'offer.redeem', param: 'key' },
    'POST /api/offers/:key/rollback': { action: 'offer.rollback', param: 'key' },
  },
} as const satisfies Module;
