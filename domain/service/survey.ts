import { z } from 'zod';

import { isJsonObject, type JsonObject, own } from '../json.ts';
import { keySchema } from '../rules/key.ts';
import { localised } from '../workspace/localised.ts';

/** The event that says what somebody answered to a survey. */
export const surveyAnswered = 'Survey Answered';

/** How an answer is measured: how likely they recommend it, 0 to 10; how satisfied they are, 1 to 5; in words only. */
export const surveyMethods = ['nps', 'csat', 'comment'] as const;
export type SurveyMethod = (typeof surveyMethods)[number];

/** The longest comment that is kept. */
export const commentMax = 5000;

const surveySchema = z
  .strictObject({
    method: z
      .enum(surveyMethods)
      .describe('`nps`: 0 to 10; `csat`: 1 to 5; `comment`: a comment without a score.'),
    question: localised(300).describe('What is asked: one text, or one per locale.'),
    thanks: localised(300).optional().describe('What is said after the answer: one text, or one per locale.'),
    openCase: z
      .boolean()
      .optional()
      .describe('Whether a bad score opens a case (`nps` up to 6, `csat` up to 2); true by default.'),
  })
  .describe('A survey.');
export type Survey = z.infer<typeof surveySchema>;

/** The setting `surveys`: the surveys of a business, by key. */
export const surveysSchema = z
  .record(keySchema, surveySchema)
  .describe('Surveys that people answer by a click in a mail, by key.');

/** The scores of a method, the worst first; none for comments. */
export const scoresOf = (method: SurveyMethod): readonly number[] => {
  switch (method) {
    case 'nps':
      return [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    case 'csat':
      return [1, 2, 3, 4, 5];
    case 'comment':
      return [];
  }
};

/** Whether a score is so bad that somebody should look after the person: a detractor of NPS, the lower two of CSAT. */
export const isBadScore = (input: { method: SurveyMethod; score?: number | undefined }): boolean => {
  const { method, score } = input;
  if (score === undefined) return false;
  return (method === 'nps' && score <= 6) || (method === 'csat' && score <= 2);
};

/** An answer as an event tells it. */
export type SurveyAnswer = {
  readonly survey: string;
  readonly method: SurveyMethod;
  readonly score?: number;
  readonly comment?: string;
  /** What it is about: the id of a case, the number of an order. */
  readonly about?: string;
  /** The same for all answers that replace each other; the event by itself where it is left out. */
  readonly response?: string;
};

const answerSchema = z.object({
  survey: keySchema,
  score: z.number().int().optional(),
  comment: z.string().trim().max(commentMax).optional(),
  about: z.union([z.string().max(200), z.number()]).optional(),
  response: z.string().min(1).max(200).optional(),
});

/** Reads an answer to a survey out of the properties of an event; undefined for no such survey, a score it does not have, or nothing said. */
export const readSurveyAnswer = (input: {
  properties: JsonObject;
  surveys: Readonly<Record<string, Survey>> | undefined;
}): SurveyAnswer | undefined => {
  const { properties, surveys = {} } = input;
  const given = Object.entries(properties).filter(([, value]) => value !== null && value !== '');
  const parsed = answerSchema.safeParse(Object.fromEntries(given));
  if (!isJsonObject(properties) || !parsed.success) return undefined;
  const { survey, score, comment, about, response } = parsed.data;
  const { method } = own(surveys, survey) ?? {};
  if (method === undefined) return undefined;
  const hasScore = score !== undefined && scoresOf(method).includes(score);
  if (score !== undefined && !hasScore) return undefined;
  if (!hasScore && comment === undefined) return undefined;
  return {
    survey,
    method,
    ...(score === undefined ? {} : { score }),
    ...(comment === undefined ? {} : { comment }),
    ...(about === undefined ? {} : { about: String(about) }),
    ...(response === undefined ? {} : { response }),
  };
};
