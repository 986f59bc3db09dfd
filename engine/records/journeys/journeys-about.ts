import { noEvents } from '../../../domain/rules/facts.ts';
import { recordFact } from '../../../domain/records/record-fact.ts';
import type { CrmRecord } from '../../../domain/records/record.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';

/** What the journeys of a tenant want to know of records that are written. */
export type JourneysAbout = {
  /** Whether any journey is about records of a kind. */
  readonly any: (input: { tenant: string; kind: string }) => Promise<boolean>;
  /** Keys of the journeys whose filter a record came to fit by a change. */
  readonly fitting: (input: {
    readonly before: CrmRecord | undefined;
    readonly after: CrmRecord;
    readonly now: number;
  }) => Promise<readonly string[]>;
};

/** A record that is there and about somebody; any other fits nothing. */
const standing = (record: CrmRecord | undefined): CrmRecord | undefined =>
  record?.person === undefined || record.deletedAt !== undefined ? undefined : record;

/** Makes the questions about journeys that are about records. */
export const createJourneysAbout = (deps: { live: LiveWorkspaces }): JourneysAbout => ({
  any: async ({ tenant, kind }) => (await deps.live.of(tenant)).recordKinds.has(kind),
  fitting: async ({ before, after, now }) => {
    const live = await deps.live.of(after.tenant);
    if (!live.recordKinds.has(after.kind)) return [];
    const found: string[] = [];
    for (const { key, recordKind, filter } of live.journeys.values()) {
      if (filter === undefined || recordKind !== after.kind) continue;
      const fits = (record: CrmRecord | undefined): Promise<boolean> =>
        recordFits({ filter, record, live, now });
      if ((await fits(standing(after))) && !(await fits(standing(before)))) found.push(key);
    }
    return found;
  },
});

/** Whether a record fits the filter of an entry. Dates without a time are read in the zone of the business. */
export const recordFits = async (input: {
  readonly filter: NonNullable<Awaited<ReturnType<LiveWorkspaces['journey']>>['filter']>;
  readonly record: CrmRecord | undefined;
  readonly live: { readonly published: { readonly settings: { readonly timezone: string } } };
  readonly now: number;
}): Promise<boolean> => {
  const { filter, record, live, now } = input;
  if (record === undefined) return false;
  const facts = {
    now,
    zone: live.published.settings.timezone,
    profile: undefined,
    segments: [],
    record: recordFact(record),
    events: () => Promise.resolve(noEvents),
  };
  return (await filter.decide({ facts })).matched !== null;
};
