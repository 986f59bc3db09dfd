import type { ScoreCount } from '../../domain/service/survey-score.ts';

/** What is counted of the answers to a survey. */
export type SurveyCountStore = {
  /** How many answers have each score, and how many have none; of responses made from `from` until before `until` (epoch milliseconds). */
  readonly counts: (input: {
    readonly tenant: string;
    readonly survey: string;
    readonly from?: number | undefined;
    readonly until?: number | undefined;
  }) => Promise<{ readonly scores: readonly ScoreCount[]; readonly withoutScore: number }>;
};
