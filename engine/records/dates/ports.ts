import type { PlannedRecordDate } from '../../../domain/records/record-dates.ts';

/** The dates of one record at which journeys start. `at` is the first of them (epoch milliseconds, the tenant's time). */
export type RecordDates = {
  readonly tenant: string;
  readonly kind: string;
  readonly record: string;
  /** The revision of the record they were worked out from. */
  readonly revision: number;
  readonly dates: readonly PlannedRecordDate[];
  readonly at: number;
};

/** How far the records of a kind are worked out for the journeys that are live. */
export type DatePlan = {
  readonly plan: string;
  readonly after?: string | undefined;
  readonly isDone: boolean;
};

export type RecordDateStore = {
  readonly get: (input: { tenant: string; record: string }) => Promise<RecordDates | undefined>;
  /** Writes the dates of a record, unless those of a later revision are there; without dates it forgets the record. */
  readonly save: (input: Omit<RecordDates, 'at'>) => Promise<void>;
  /** Records of a tenant with a date that has come by `upTo`, the first first. */
  readonly due: (input: { tenant: string; upTo: number; limit: number }) => Promise<readonly RecordDates[]>;
  readonly planOf: (input: { tenant: string; kind: string }) => Promise<DatePlan | undefined>;
  readonly savePlan: (input: { tenant: string; kind: string; plan: DatePlan }) => Promise<void>;
};
