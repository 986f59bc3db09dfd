import { suggest } from '../../domain/documents/nearest.ts';
import { CicloError } from '../../domain/errors.ts';
import { own } from '../../domain/json.ts';
import type { SurveyMethod } from '../../domain/service/survey.ts';
import {
  type Csat,
  netPromoterScore,
  type Nps,
  satisfactionScore,
  type ScoreCount,
} from '../../domain/service/survey-score.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { SurveyCountStore } from './survey-counts-port.ts';

/** What people answered to a survey. */
export type SurveyResults = {
  readonly survey: string;
  readonly method: SurveyMethod;
  readonly responses: number;
  readonly scores: readonly ScoreCount[];
  readonly withoutScore: number;
  readonly nps?: Nps;
  readonly csat?: Csat;
};

/** Reads what people answered, of answers from `from` until before `until` (epoch milliseconds). Throws `not-found` for no such survey. */
export type ReadSurveyResults = (input: {
  readonly tenant: string;
  readonly survey: string;
  readonly from?: number | undefined;
  readonly until?: number | undefined;
}) => Promise<SurveyResults>;

const confidence = 0.95;

/** Makes the read-out of surveys: counts of scores, and NPS or satisfaction with their intervals of 95 percent. */
export const createSurveyResults = (deps: {
  live: LiveWorkspaces;
  surveyCounts: SurveyCountStore;
}): ReadSurveyResults => {
  return async (input) => {
    const { tenant, survey: key } = input;
    const { surveys = {} } = (await deps.live.of(tenant)).published.settings;
    const survey = own(surveys, key);
    if (survey === undefined) {
      const hint = suggest({ word: key, known: Object.keys(surveys), none: 'Add it to `surveys`.' });
      throw new CicloError({ code: 'not-found', message: `There is no such survey. ${hint}` });
    }
    const { scores: counts, withoutScore } = await deps.surveyCounts.counts(input);
    const { method } = survey;
    const nps = method === 'nps' ? netPromoterScore({ counts, confidence }) : undefined;
    const csat = method === 'csat' ? satisfactionScore({ counts, confidence }) : undefined;
    return {
      survey: key,
      method,
      responses: counts.reduce((sum, { count }) => sum + count, withoutScore),
      scores: counts,
      withoutScore,
      ...(nps === undefined ? {} : { nps }),
      ...(csat === undefined ? {} : { csat }),
    };
  };
};
