import { eachTenant } from '../each-tenant.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Module } from '../module.ts';
import { createBringIn } from './bring-in.ts';
import { createGiveManyPoints } from './bulk/give-many.ts';
import { createLookAtManyPoints } from './bulk/look-at-many.ts';
import { createChangePoints } from './change-points.ts';
import { createCheckPoints } from './check-points.ts';
import { createEarnPoints } from './earn-points.ts';
import { createGivePoints } from './give-points.ts';
import { loyaltyRoutes } from './loyalty-routes.ts';
import { createChangeCredit } from './credit/change-credit.ts';
import { createCreditByStep } from './credit/credit-by-step.ts';
import { createGiveMembership } from './memberships/give-membership.ts';
import { createMembershipByStep } from './memberships/membership-by-step.ts';
import { createPointsByStep } from './points-by-step.ts';
import { programRoutes } from './programs-routes.ts';
import { pointsRoutes } from './points-routes.ts';
import { createRedeemReward } from './rewards/redeem-reward.ts';
import { pointsBatchRoutes } from './routes/points-batch-routes.ts';
import { liabilityRoutes } from './routes/liability-routes.ts';
import { membershipsRoutes } from './routes/memberships-routes.ts';
import { storeCreditRoutes } from './routes/store-credit-routes.ts';
import { redemptionRoutes, rewardsRoutes } from './routes/rewards-routes.ts';
import { createSettleRedemption, type SettleRedemption } from './rewards/settle-redemption.ts';
import { accountSchema, postingSchema } from './store/points-schema.ts';
import { redemptionSchema } from './store/redemption-schema.ts';
import { createRedemptionStore } from './store/redemptions.ts';
import { createLedgerSums } from './store/ledger-sums.ts';
import { createProgramTotals } from './store/program-totals.ts';
import { createPointsStore } from './store/points.ts';
import { createTurnPoints, type TurnPoints } from './turn-points.ts';

type LoopNeeds = { readonly live: LiveWorkspaces; readonly turnPoints: TurnPoints };

type RewardLoopNeeds = { readonly live: LiveWorkspaces; readonly settleRedemption: SettleRedemption };

/** Loyalty: programmes, the ledger of points, what it comes to and what it costs. */
export const loyaltyModule = {
  name: 'loyalty',
  // Accounts are merged before the postings that are in them.
  collections: [accountSchema, postingSchema, redemptionSchema],
  stores: {
    points: createPointsStore,
    redemptions: createRedemptionStore,
    programTotals: createProgramTotals,
    ledgerSums: createLedgerSums,
  },
  services: {
    bringIn: createBringIn,
    changePoints: createChangePoints,
    earnPoints: createEarnPoints,
    givePoints: createGivePoints,
    giveManyPoints: createGiveManyPoints,
    lookAtManyPoints: createLookAtManyPoints,
    pointsByStep: createPointsByStep,
    changeCredit: createChangeCredit,
    creditByStep: createCreditByStep,
    giveMembership: createGiveMembership,
    membershipByStep: createMembershipByStep,
    turnPoints: createTurnPoints,
    checkPoints: createCheckPoints,
    redeemReward: createRedeemReward,
    settleRedemption: createSettleRedemption,
  },
  loops: {
    points: ({ live, turnPoints }: LoopNeeds) => ({
      every: 1,
      job: eachTenant({ live, look: async (tenant) => (await turnPoints.turn(tenant)) === 'more' }),
    }),
    redemptions: ({ live, settleRedemption }: RewardLoopNeeds) => ({
      every: 10,
      job: eachTenant({ live, look: async (tenant) => (await settleRedemption.turn(tenant)) === 'more' }),
    }),
  },
  routes: {
    programs: programRoutes,
    points: pointsRoutes,
    pointsBatch: pointsBatchRoutes,
    loyalty: loyaltyRoutes,
    rewards: rewardsRoutes,
    redemptions: redemptionRoutes,
    memberships: membershipsRoutes,
    storeCredit: storeCreditRoutes,
    liability: liabilityRoutes,
  },
  audited: {
    'POST /api/points': { action: 'points.change' },
    'POST /api/points/batch': { action: 'points.change' },
    'POST /api/points/redeem': { action: 'reward.redeem' },
    'POST /api/points/redemptions/:id/cancel': { action: 'reward.cancel', param: 'id' },
    'POST /api/memberships': { action: 'membership.change' },
    'POST /api/store-credit': { action: 'store-credit.change' },
    'POST /api/loyalty/check': { action: 'points.check' },
  },
} as const satisfies Module;
