import { createGiveOffer, createIssueOffer } from './issue-offer.ts';
import type { Module } from '../module.ts';
import { couponCounterSchema, couponSchema } from './store/coupon-schema.ts';
import { couponClaimSchema } from '../claims/store/claim-schema.ts';
import { createOfferStore } from './store/offers.ts';

/** Offers: coupons within their budgets. */
export const offersModule = {
  name: 'offers',
  collections: [couponSchema, couponCounterSchema, couponClaimSchema],
  stores: {
    offers: createOfferStore,
  },
  services: { giveOffer: createGiveOffer, issueOffer: createIssueOffer },
  loops: {},
  routes: {},
  audited: {},
} as const satisfies Module;
