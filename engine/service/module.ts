import type { Module } from '../module.ts';
import { eachTenant } from '../each-tenant.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { createFindPause } from './find-pause.ts';
import { createFollowReturn } from './follow-return.ts';
import { createCaseOfAnswer } from './case-of-answer.ts';
import { createNoteSurvey } from './note-survey.ts';
import { createSlaClocks, type SlaClocks } from './sla-clocks.ts';
import { createSurveyCountStore } from './store/survey-counts.ts';
import { createSurveyResults } from './survey-results.ts';
import { surveyRoutes } from './surveys-routes.ts';

type LoopNeeds = { readonly live: LiveWorkspaces; readonly slaClocks: SlaClocks };

/** Customer service: what cases, returns, surveys and appointments do beyond data. */
export const serviceModule = {
  name: 'service',
  collections: [],
  stores: { surveyCounts: createSurveyCountStore },
  services: {
    findPause: createFindPause,
    followReturn: createFollowReturn,
    slaClocks: createSlaClocks,
    caseOfAnswer: createCaseOfAnswer,
    noteSurvey: createNoteSurvey,
    surveyResults: createSurveyResults,
  },
  loops: {
    sla: ({ live, slaClocks }: LoopNeeds) => ({
      every: 1,
      job: eachTenant({ live, look: async (tenant) => (await slaClocks.turn(tenant)) === 'more' }),
    }),
  },
  routes: { surveys: surveyRoutes },
  audited: {},
} as const satisfies Module;
