import { hashId } from '../../domain/hash.ts';
import { type ObjectDefinition, stageOf, stagesOf } from '../../domain/objects/definition.ts';
import type { Actor } from '../../domain/records/record.ts';
import { isBadScore, type SurveyAnswer } from '../../domain/service/survey.ts';
import type { Outcome, Records } from '../records/change-records.ts';
import type { ObjectsOf } from '../records/objects-of.ts';
import type { RecordRow, RecordStore } from '../records/ports.ts';

const kind = 'case';

/** The stage in which a record that ended is open again; undefined when it is open, or none may be opened again. */
export const reopenedStage = (input: {
  definition: ObjectDefinition;
  stage: string | undefined;
}): string | undefined => {
  const { definition } = input;
  const now = stageOf(definition, input.stage);
  if (now?.ends === undefined) return undefined;
  const allowed = now.to ?? stagesOf(definition).map(({ key }) => key);
  return allowed.find((key) => {
    const stage = stageOf(definition, key);
    return stage !== undefined && stage.ends === undefined && (stage.requires ?? []).length === 0;
  });
};

/** What is done with the case that an answer is about. */
export type CaseOfAnswer = {
  /** The case that an answer names, if it is one about the person who answered. */
  readonly find: (input: {
    readonly tenant: string;
    readonly contact: string;
    readonly answer: SurveyAnswer;
  }) => Promise<RecordRow | undefined>;
  /**
   * Writes how satisfied the customer is with a case, and with `mayReopen` opens it again after a bad score, once for each response. `isOpen` says
   * whether it is open then: an ended case that cannot be opened again is not.
   */
  readonly note: (input: {
    readonly row: RecordRow;
    readonly response: string;
    readonly answer: SurveyAnswer;
    readonly mayReopen: boolean;
    readonly actor: Actor;
  }) => Promise<{ readonly isOpen: boolean; readonly outcomes: readonly Outcome[] }>;
};

/** Makes what answers to surveys do to the cases they are about. */
export const createCaseOfAnswer = (use: {
  readonly records: Pick<RecordStore, 'get'>;
  readonly changeRecords: Pick<Records, 'change'>;
  readonly objectsOf: ObjectsOf;
}): CaseOfAnswer => ({
  find: async ({ tenant, contact, answer }) => {
    if (answer.about === undefined) return undefined;
    const row = await use.records.get({ tenant, id: answer.about });
    const isTheirs = row?.kind === kind && row.person === contact && row.deletedAt === undefined;
    return isTheirs ? row : undefined;
  },
  note: async ({ row, response, answer, mayReopen, actor }) => {
    const { tenant, id } = row;
    const definition = (await use.objectsOf(tenant)).get(kind)?.definition;
    if (definition === undefined) return { isOpen: false, outcomes: [] };
    const named = { tenant, kind, id, actor };
    const outcomes: Outcome[] = [];
    const { method, score } = answer;
    if (method === 'csat' && score !== undefined && definition.fields['satisfaction']?.type === 'number')
      outcomes.push(await use.changeRecords.change({ ...named, change: { set: { satisfaction: score } } }));
    const stage = reopenedStage({ definition, stage: row.stage });
    const isBad = isBadScore(answer);
    if (isBad && mayReopen && stage !== undefined) {
      const once = hashId('survey-reopen', tenant, response);
      outcomes.push(await use.changeRecords.change({ ...named, once, change: { stage } }));
    }
    const isOver = stageOf(definition, row.stage)?.ends !== undefined;
    return { isOpen: !isOver || stage !== undefined, outcomes };
  },
});
