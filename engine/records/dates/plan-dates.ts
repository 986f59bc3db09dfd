import { hashId } from '../../../domain/hash.ts';
import type { AcceptedEvent } from '../../../domain/events/event.ts';
import { ownNames } from '../../../domain/events/own-names.ts';
import { type PlannedRecordDate, planRecordDates } from '../../../domain/records/record-dates.ts';
import type { Clock } from '../../clock/clock.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import { ownEvent } from '../../people/own-event.ts';
import type { ProfileStore } from '../../people/ports.ts';
import { zoneOfProfile } from '../../runs/burst/session.ts';
import type { RecordRow, RecordStore } from '../ports.ts';
import { recordDateEntries } from './date-entries.ts';
import type { RecordDateStore } from './ports.ts';

/**
 * Works out when journeys start at dates of a record, as it is now, and tells of the dates that have come. It can be repeated: an occurrence
 * always has the same id.
 */
export type PlanDates = (input: {
  readonly tenant: string;
  readonly kind: string;
  readonly id: string;
}) => Promise<void>;

type Deps = {
  readonly records: Pick<RecordStore, 'get'>;
  readonly recordDates: RecordDateStore;
  readonly profiles: Pick<ProfileStore, 'get'>;
  readonly live: LiveWorkspaces;
  readonly accept: (input: { tenant: string; events: readonly AcceptedEvent[] }) => Promise<unknown>;
  readonly clock: Clock;
};

/** The event that says that a date has come; it holds no value but the day. */
const cameEvent = (input: { row: RecordRow; person: string; date: PlannedRecordDate }): AcceptedEvent => {
  const { row, person, date } = input;
  const { tenant, kind, id: record } = row;
  const id = `record:${hashId(tenant, record, 'date', date.journey, date.day)}`;
  const properties = {
    kind,
    record,
    act: 'date',
    changed: [],
    fits: [date.journey],
    date: date.day,
    with: [],
  };
  return ownEvent({ item: { id, name: ownNames.record, properties, at: date.at }, profileId: person });
};

/** Makes the planning of dates. The day is that of the person's zone, or of the business where theirs is not known. */
export const createPlanDates = (deps: Deps): PlanDates => {
  const { records, recordDates, profiles, live: lives, accept, clock } = deps;
  return async ({ tenant, kind, id }) => {
    const live = await lives.of(tenant);
    const entries = recordDateEntries(live).get(kind) ?? [];
    const known = await recordDates.get({ tenant, record: id });
    if (entries.length === 0 && known === undefined) return;
    const row = await records.get({ tenant, id });
    const revision = row?.revision ?? known?.revision ?? 0;
    const person = row?.deletedAt === undefined ? row?.person : undefined;
    if (row === undefined || person === undefined) {
      await recordDates.save({ tenant, kind, record: id, revision, dates: [] });
      return;
    }
    const profile = await profiles.get({ tenant, profileId: person });
    const zone = profile === undefined ? live.published.settings.timezone : zoneOfProfile({ profile, live });
    const planned = known?.dates ?? [];
    const now = clock.now(tenant);
    const { dates, reached } = planRecordDates({ data: row.data, entries, planned, zone, now });
    if (reached.length > 0)
      await accept({ tenant, events: reached.map((date) => cameEvent({ row, person, date })) });
    await recordDates.save({ tenant, kind, record: id, revision, dates });
  };
};
