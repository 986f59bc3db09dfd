import type { Module } from '../module.ts';
import { createOrderInsights } from './order-insights.ts';
import { createRecommendForStep } from './recommend-for-step.ts';
import { createRecommend } from './recommend.ts';
import { recommendationRoutes } from './recommendations-routes.ts';
import { createBasketReads } from './store/baskets.ts';

/** What to recommend to whom, worked out from the orders and the catalog as they are. */
export const recommendationsModule = {
  name: 'recommendations',
  collections: [],
  stores: { baskets: createBasketReads },
  services: {
    orderInsights: createOrderInsights,
    recommend: createRecommend,
    recommendForStep: createRecommendForStep,
  },
  loops: {},
  routes: { recommendations: recommendationRoutes },
  audited: {},
} as const satisfies Module;
