import { CicloError } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import { own } from '../../domain/json.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { Actor } from '../../domain/records/record.ts';
import {
  isBadScore,
  readSurveyAnswer,
  type SurveyAnswer,
  surveyAnswered,
} from '../../domain/service/survey.ts';
import type { Log } from '../events/dispatcher.ts';
import type { EventRow } from '../events/ports.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { Outcome, Records } from '../records/change-records.ts';
import type { CaseOfAnswer } from './case-of-answer.ts';

/** Notes an answer to a survey as a record, and opens a case for a bad one. Repeating it changes nothing. */
export type NoteSurvey = (input: {
  readonly row: EventRow;
  readonly profile: Pick<Profile, 'id'>;
  readonly live: LiveWorkspace;
}) => Promise<void>;

const actor: Actor = { kind: 'engine', id: 'survey' };
const kind = 'survey-response';
const caseKind = 'case';

/** Whether an event is an answer to a survey that somebody may have given. */
export const isSurveyAnswer = (row: Pick<EventRow, 'name' | 'trust'>): boolean =>
  row.name === surveyAnswered && row.trust !== 'public';

type Named = { readonly tenant: string; readonly id: string; readonly contact: string };

const dataOf = (input: Named & { answer: SurveyAnswer; at: number; about: string | undefined }) => {
  const { contact, answer, at, about } = input;
  const { survey, method, score, comment } = answer;
  return {
    survey,
    contact,
    method,
    answeredAt: new Date(at).toISOString(),
    ...(score === undefined ? {} : { score }),
    ...(comment === undefined ? {} : { comment }),
    ...(about === undefined ? {} : { case: about }),
  };
};

type IsDone = (input: { outcome: Outcome; tenant: string; what: string }) => boolean;

/** Whether a record was written; what was refused is logged, without a value of it. */
const createIsDone =
  (log: Log): IsDone =>
  ({ outcome, tenant, what }) => {
    if (outcome.kind === 'done') return true;
    const codes = 'problems' in outcome ? outcome.problems.map(({ code, path }) => `${code} ${path}`) : [];
    log.warn({ tenant, outcome: outcome.kind, problems: codes }, `A ${what} could not be written.`);
    return false;
  };

/** Makes the case for a bad score, once for each response. */
const createOpenCase =
  (changeRecords: Records, isDone: IsDone) =>
  async (input: Named & { answer: SurveyAnswer }): Promise<void> => {
    const { tenant, id, contact, answer } = input;
    const caseId = hashId('survey-case', tenant, id);
    const { survey, score, comment } = answer;
    const data = {
      subject: `${survey}: ${score ?? ''}`,
      contact,
      type: 'other',
      priority: 'high',
      ...(comment === undefined ? {} : { description: comment }),
    };
    const named = { tenant, actor };
    const made = await changeRecords.create({ ...named, kind: caseKind, id: caseId, given: { data } });
    if (!isDone({ outcome: made, tenant, what: 'case' })) return;
    const outcome = await changeRecords.change({ ...named, kind, id, change: { set: { case: caseId } } });
    isDone({ outcome, tenant, what: 'survey response' });
  };

/**
 * Makes what notes answers. The response is one record, whatever number of times somebody answers by one mail: the last answer counts. A
 * bad score about a case that ended opens it again, else a case is opened: once for each response, and it stays when the answer becomes
 * better. What the objects of the tenant refuse is logged.
 */
export const createNoteSurvey = (deps: {
  changeRecords: Records;
  caseOfAnswer: CaseOfAnswer;
  log: Log;
}): NoteSurvey => {
  const { changeRecords, caseOfAnswer, log } = deps;

  const isDone = createIsDone(log);
  const openCase = createOpenCase(changeRecords, isDone);

  const note = async (input: {
    row: EventRow;
    contact: string;
    live: LiveWorkspace;
    answer: SurveyAnswer;
  }) => {
    const { row, contact, live, answer } = input;
    const { tenant } = row;
    const id = hashId('survey-answer', tenant, answer.response ?? row.id);
    const about = await caseOfAnswer.find({ tenant, contact, answer });
    const data = dataOf({ tenant, id, contact, answer, at: row.timestamp, about: about?.id });
    const named = { tenant, kind, id, actor };
    const made = await changeRecords.create({ ...named, given: { data } });
    const isAgain = made.kind === 'done' && !made.isNew;
    const outcome = isAgain ? await changeRecords.change({ ...named, change: { set: data } }) : made;
    if (!isDone({ outcome, tenant, what: 'survey response' })) return;
    const survey = own(live.published.settings.surveys ?? {}, answer.survey);
    const mayOpen = survey?.openCase !== false;
    if (about !== undefined) {
      const said = { row: about, response: id, answer, mayReopen: mayOpen, actor };
      const { isOpen, outcomes } = await caseOfAnswer.note(said);
      for (const done of outcomes) isDone({ outcome: done, tenant, what: 'case' });
      if (isOpen) return;
    }
    if (!mayOpen || !isBadScore(answer)) return;
    await openCase({ tenant, id, contact, answer });
  };

  return async ({ row, profile, live }) => {
    if (!isSurveyAnswer(row)) return;
    const { surveys } = live.published.settings;
    const answer = readSurveyAnswer({ properties: row.properties, surveys });
    if (answer === undefined) return;
    try {
      await note({ row, contact: profile.id, live, answer });
    } catch (thrown) {
      // A tenant may have no such objects.
      if (!(thrown instanceof CicloError && thrown.code === 'not-found')) throw thrown;
      log.warn({ tenant: row.tenant, error: thrown.message }, 'An answer to a survey could not be noted.');
    }
  };
};
