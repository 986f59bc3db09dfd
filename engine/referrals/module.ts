import { eachTenant } from '../each-tenant.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Module } from '../module.ts';
import { advocatesRoutes } from './advocates-routes.ts';
import { invitationsRoutes } from './invitations-routes.ts';
import { referralsRoutes } from './referrals-routes.ts';
import { createInviteFriend } from './invite-friend.ts';
import { createReverseOwn } from './reverse-own.ts';
import { createReferralTurns, createSettleReferral, type ReferralTurns } from './settle-referral.ts';
import { createReviewReferral } from './review-referral.ts';
import { advocateSchema } from './store/advocate-schema.ts';
import { createAdvocateStore } from './store/advocates.ts';
import { markSchema } from './store/mark-schema.ts';
import { createMarkStore } from './store/marks.ts';
import { referralSchema } from './store/referral-schema.ts';
import { createReferralReads } from './store/read-referrals.ts';
import { createReferralStore } from './store/referrals.ts';
import { createChangeSuspension, createSuspendAdvocate } from './suspend-advocate.ts';
import { createTrackReferrals } from './track-referrals.ts';

/** Referrals: who brought whom, whether it counts, and what that earned them. */
export const referralsModule = {
  name: 'referrals',
  collections: [referralSchema, markSchema, advocateSchema],
  stores: {
    referrals: createReferralStore,
    referralReads: createReferralReads,
    referralMarks: createMarkStore,
    referralAdvocates: createAdvocateStore,
  },
  services: {
    trackReferrals: createTrackReferrals,
    settleReferral: createSettleReferral,
    referralTurns: createReferralTurns,
    reviewReferral: createReviewReferral,
    inviteFriend: createInviteFriend,
    reverseOwn: createReverseOwn,
    suspendAdvocate: createSuspendAdvocate,
    changeSuspension: createChangeSuspension,
  },
  loops: {
    referrals: ({ live, referralTurns }: { live: LiveWorkspaces; referralTurns: ReferralTurns }) => ({
      every: 5,
      job: eachTenant({ live, look: async (tenant) => (await referralTurns.turn(tenant)) === 'more' }),
    }),
  },
  routes: { advocates: advocatesRoutes, invitations: invitationsRoutes, referrals: referralsRoutes },
  audited: {
    'POST /api/referrals/advocates/:id/invitations': { action: 'advocate.invite', param: 'id' },
    'POST /api/referrals/advocates/:id/suspend': { action: 'advocate.suspend', param: 'id' },
    'POST /api/referrals/advocates/:id/lift': { action: 'advocate.lift', param: 'id' },
    'POST /api/referrals/:id/approve': { action: 'referral.approve', param: 'id' },
    'POST /api/referrals/:id/deny': { action: 'referral.deny', param: 'id' },
    'POST /api/referrals/:id/appeal': { action: 'referral.appeal', param: 'id' },
  },
} as const satisfies Module;
