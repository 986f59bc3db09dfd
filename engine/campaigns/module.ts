import type { Module } from '../module.ts';
import { createCampaignResults } from './campaign-results.ts';
import { campaignResultsRoutes } from './campaign-results-routes.ts';
import { createCampaignReads } from './store/campaign-reads.ts';

/** Campaigns: what journeys, broadcasts and posts of one aim cost and brought together. */
export const campaignsModule = {
  name: 'campaigns',
  collections: [],
  stores: { campaignReads: createCampaignReads },
  services: { readCampaign: createCampaignResults },
  loops: {},
  routes: { campaignResults: campaignResultsRoutes },
  audited: {},
} as const satisfies Module;
