import type { Module } from '../module.ts';
import { referralSchema } from './store/referral-schema.ts';
import { createReferralStore } from './store/referrals.ts';
import { createTrackReferrals } from './track-referrals.ts';

/** Referrals: who brought whom, and what that earned them. */
export const referralsModule = {
  name: 'referrals',
  collections: [referralSchema],
  stores: { referrals: createReferralStore },
  services: { trackReferrals: createTrackReferrals },
  loops: {},
  routes: {},
  audited: {},
} as const satisfies Module;
