import type { Doing } from './change-record.ts';
import { changesBetween, finish } from './change-record.ts';
import type { CrmRecord, FieldChange } from './record.ts';

/**
 * A record as the object that is published now makes it: formulas and the person worked out again, at its next revision. Values stay as they
 * are, also those of fields that there are no more.
 */
export const reworkRecord = async (
  input: Doing & { current: CrmRecord },
): Promise<{ readonly record: CrmRecord; readonly changes: readonly FieldChange[] }> => {
  const { current, actor } = input;
  const { person: _person, ...rest } = current;
  const record = await finish({
    ...input,
    record: { ...rest, revision: current.revision + 1, updatedBy: actor },
  });
  return { record, changes: changesBetween(current, record) };
};
