import { eachTenant } from '../each-tenant.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Module } from '../module.ts';
import { createBringIn } from './bring-in.ts';
import { createChangePoints } from './change-points.ts';
import { createCheckPoints } from './check-points.ts';
import { createEarnPoints } from './earn-points.ts';
import { createGivePoints } from './give-points.ts';
import { loyaltyRoutes } from './loyalty-routes.ts';
import { createPointsByStep } from './points-by-step.ts';
import { pointsRoutes } from './points-routes.ts';
import { accountSchema, postingSchema } from './store/points-schema.ts';
import { createPointsStore } from './store/points.ts';
import { createTurnPoints, type TurnPoints } from './turn-points.ts';

type LoopNeeds = { readonly live: LiveWorkspaces; readonly turnPoints: TurnPoints };

/** Loyalty: programmes, the ledger of points, what it comes to and what it costs. */
export const loyaltyModule = {
  name: 'loyalty',
  collections: [postingSchema, accountSchema],
  stores: { points: createPointsStore },
  services: {
    bringIn: createBringIn,
    changePoints: createChangePoints,
    earnPoints: createEarnPoints,
    givePoints: createGivePoints,
    pointsByStep: createPointsByStep,
    turnPoints: createTurnPoints,
    checkPoints: createCheckPoints,
  },
  loops: {
    points: ({ live, turnPoints }: LoopNeeds) => ({
      every: 1,
      job: eachTenant({ live, look: async (tenant) => (await turnPoints.turn(tenant)) === 'more' }),
    }),
  },
  routes: { points: pointsRoutes, loyalty: loyaltyRoutes },
  audited: {
    'POST /api/points': { action: 'points.change' },
    'POST /api/loyalty/check': { action: 'points.check' },
  },
} as const satisfies Module;
