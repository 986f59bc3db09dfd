import type { CrmRecord } from '../../domain/records/record.ts';
import type { OpenRecords, PausingRecord } from '../../domain/service/marketing-pause.ts';

/** What is read of the open records of people. */
export type OpenRecordStore = {
  /** One open record about the person, the first that is found; undefined when there is none. */
  readonly about: (input: {
    readonly tenant: string;
    readonly profileId: string;
    readonly of: OpenRecords;
  }) => Promise<PausingRecord | undefined>;
  /** All records of a kind about people that are there, at most `limit`. */
  readonly ofPeople: (input: {
    readonly tenant: string;
    readonly profileIds: readonly string[];
    readonly kinds: readonly string[];
    readonly limit: number;
  }) => Promise<readonly CrmRecord[]>;
};
