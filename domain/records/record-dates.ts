import { type JsonObject, own } from '../json.ts';
import { type DateRule, nextEntryDate } from '../time/entry-date.ts';

/** A journey that starts at a date of the records of a kind. */
export type RecordDateEntry = {
  readonly journey: string;
  readonly field: string;
  readonly rule: DateRule;
  /** What a planned date was worked out from; another plan means it is worked out again. */
  readonly plan: string;
};

/** The next occurrence for one record and journey: when (epoch milliseconds), and the day it is about. */
export type PlannedRecordDate = {
  readonly journey: string;
  readonly at: number;
  readonly day: string;
  readonly plan: string;
};

/** Zones are this far from each other at most: a planned instant moves by no more when its person moves. */
const zonesMs = 26 * 3_600_000;

type Asked = {
  /** The values of the record, as it is now. */
  readonly data: JsonObject;
  readonly entries: readonly RecordDateEntry[];
  readonly planned: readonly PlannedRecordDate[];
  readonly zone: string;
  readonly now: number;
};

/**
 * Works out the next date of every journey for one record, and which planned ones have come by `now`. A date that has come is not planned
 * again: the next is looked for after now. A date that the record got later than its occurrence would have been starts nothing.
 */
export const planRecordDates = (
  input: Asked,
): { readonly dates: readonly PlannedRecordDate[]; readonly reached: readonly PlannedRecordDate[] } => {
  const { data, entries, zone, now } = input;
  const dates: PlannedRecordDate[] = [];
  const reached: PlannedRecordDate[] = [];
  for (const { journey, field, rule, plan } of entries) {
    const next = (from: number) => nextEntryDate({ value: own(data, field) ?? null, rule, zone, from });
    const before = input.planned.find((one) => one.journey === journey && one.plan === plan);
    const again = before === undefined ? undefined : next(before.at - zonesMs);
    const isSame = before !== undefined && again?.day === before.day;
    if (isSame && again.at <= now) reached.push({ journey, plan, ...again });
    const coming = isSame && again.at > now ? again : next(isSame ? now + 1 : now);
    if (coming !== undefined) dates.push({ journey, plan, ...coming });
  }
  return { dates, reached };
};
