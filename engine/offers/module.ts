import { createIssueOffer } from './issue-offer.ts';
import type { Module } from '../module.ts';
import { couponCounterSchema, couponSchema } from './store/coupon-schema.ts';
import { couponClaimSchema } from '../claims/store/claim-schema.ts';
import { referralSchema } from './store/referral-schema.ts';
import { createOfferStore } from './store/offers.ts';
import { createReferralStore } from './store/referrals.ts';

/** Offers: coupons within their budgets. */
export const offersModule = {
  name: 'offers',
  collections: [couponSchema, couponCounterSchema, couponClaimSchema, referralSchema],
  stores: {
    offers: createOfferStore,
    referrals: createReferralStore,
  },
  services: { issueOffer: createIssueOffer },
  loops: {},
  routes: {},
  audited: {},
} as const satisfies Module;
