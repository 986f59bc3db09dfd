import { hashId } from '../../../domain/hash.ts';
import type { RecordDateEntry } from '../../../domain/records/record-dates.ts';
import type { LiveWorkspace } from '../../journeys/live-workspace.ts';

/** When a date starts a journey, where its entry says no time of day. */
const usualTime = '09:00';

/** The journeys of a tenant that take people in and start at a date of a record, by the kind of the record. */
export const recordDateEntries = (
  live: Pick<LiveWorkspace, 'journeys'>,
): ReadonlyMap<string, readonly RecordDateEntry[]> => {
  const byKind = new Map<string, RecordDateEntry[]>();
  for (const { key, takesEntries, definition } of live.journeys.values()) {
    const { entry } = definition;
    if (!takesEntries || !('record' in entry) || entry.when !== 'date' || entry.field === undefined) continue;
    const { record, field, offset, yearly = false, at = usualTime } = entry;
    const rule = { yearly, at, ...(offset === undefined ? {} : { offset }) };
    const plan = hashId(field, yearly ? 1 : 0, offset ?? '', at);
    byKind.set(record, [...(byKind.get(record) ?? []), { journey: key, field, rule, plan }]);
  }
  return byKind;
};

/** Names what the records of a kind are worked out from; another one means all of them are looked at again. */
export const datePlanOf = (input: { entries: readonly RecordDateEntry[]; timezone: string }): string =>
  hashId(input.timezone, ...input.entries.map(({ journey, plan }) => `${journey} ${plan}`).toSorted());
