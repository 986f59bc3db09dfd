import { CicloError } from '../../domain/errors.ts';
import type { RecordAct } from '../../domain/simulate/story-records.ts';
import type { LiveWorkspace } from '../../engine/journeys/live-workspace.ts';
import type { Outcome, Records } from '../../engine/records/change-records.ts';

const actor = { kind: 'engine', id: 'story' } as const;

const refuse = (act: RecordAct, outcome: Outcome): never => {
  const problems = 'problems' in outcome ? outcome.problems : [];
  const why = problems.map(({ path, message }) => `${path}: ${message}`).join(' ');
  throw new CicloError({
    code: 'invalid-input',
    message:
      `What the story does to ${act.record} ${act.id} is not possible (${outcome.kind}). ${why}`.trim(),
  });
};

/**
 * Does to a record what a story says: makes it, if there is none of that id yet, changes or deletes it. A new record is about the
 * person of the story unless it says otherwise. Throws `invalid-input` when that is not possible.
 */
export const actOnRecord = async (input: {
  readonly changeRecords: Records;
  readonly live: LiveWorkspace;
  readonly profileId: string;
  readonly act: RecordAct;
  readonly isNew: boolean;
}): Promise<void> => {
  const { changeRecords, live, profileId, act, isNew } = input;
  const { record: kind, id, set = {}, unset, stage, owner, team } = act;
  const named = { tenant: live.tenant, kind, id, actor };
  const belongs = {
    ...(stage === undefined ? {} : { stage }),
    ...(owner === undefined ? {} : { owner }),
    ...(team === undefined ? {} : { team }),
  };
  const work = (): Promise<Outcome> => {
    if (act.delete === true) return changeRecords.remove(named);
    if (!isNew) {
      const change = { set, ...(unset === undefined ? {} : { unset }), ...belongs };
      return changeRecords.change({ ...named, change });
    }
    const person = live.objects.get(kind)?.definition.person;
    const about = person === undefined || Object.hasOwn(set, person) ? {} : { [person]: profileId };
    return changeRecords.create({ ...named, given: { data: { ...about, ...set }, ...belongs } });
  };
  const outcome = await work();
  if (outcome.kind !== 'done') refuse(act, outcome);
};
