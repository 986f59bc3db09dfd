import { eachTenant } from '../each-tenant.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Module } from '../module.ts';
import { createOrderInsights } from './order-insights.ts';
import { createRecommendForStep } from './recommend-for-step.ts';
import { createRecommend } from './recommend.ts';
import { createTellReplenishment, type TellReplenishment } from './tell-replenishment.ts';
import { recommendationRoutes } from './recommendations-routes.ts';
import { createBasketReads } from './store/baskets.ts';

type LoopNeeds = { readonly live: LiveWorkspaces; readonly tellReplenishment: TellReplenishment };

/** What to recommend to whom, worked out from the orders and the catalog as they are. */
export const recommendationsModule = {
  name: 'recommendations',
  collections: [],
  stores: { baskets: createBasketReads },
  services: {
    orderInsights: createOrderInsights,
    recommend: createRecommend,
    recommendForStep: createRecommendForStep,
    tellReplenishment: createTellReplenishment,
  },
  loops: {
    replenishment: ({ live, tellReplenishment }: LoopNeeds) => ({
      every: 60,
      job: eachTenant({ live, look: tellReplenishment }),
    }),
  },
  routes: { recommendations: recommendationRoutes },
  audited: {},
} as const satisfies Module;
