import { hashId } from '../../domain/hash.ts';
import { messageOf } from '../../domain/errors.ts';
import type { AcceptedEvent } from '../../domain/events/event.ts';
import { ownNames } from '../../domain/events/own-names.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Clock } from '../clock/clock.ts';
import type { Log } from '../events/dispatcher.ts';
import { ownEvent } from '../people/own-event.ts';
import type { FollowRecord } from './follow-port.ts';
import type { PlanDates } from './dates/plan-dates.ts';
import type { JourneysAbout } from './journeys/journeys-about.ts';
import type { LookAgain } from './look-again.ts';
import type { HistoryRow, RecordRow, RecordStore } from './ports.ts';

/** What of a record its telling needs. */
type Told = Pick<RecordRow, 'id' | 'tenant' | 'kind' | 'revision' | 'person' | 'notes'>;

/**
 * Brings in what a record has to tell: lines of its history, events about its person. A person whom a change concerns and no event tells of is worked
 * out again: segments and exits may ask for the record.
 */
export type TellRecords = {
  /** Tells it now; what fails is logged, and told by a later sweep. */
  readonly tell: (row: Told) => Promise<void>;
  /** Tells of new records of one tenant, in few requests. */
  readonly tellNew: (tenant: string, rows: readonly Told[]) => Promise<void>;
  /** Tells what a crash left; true when there may be more at once. */
  readonly sweep: () => Promise<boolean>;
};

/** What is told this long after the write was left by a crash, in real milliseconds. */
const leftMs = 10_000;
const page = 100;

/** The lines of history that a record carries. */
export const carriedLines = (row: Told): readonly HistoryRow[] =>
  row.notes.map(({ revision, at, by, act, changes }) => ({
    revision,
    at,
    by,
    act,
    changes,
    tenant: row.tenant,
    record: row.id,
    kind: row.kind,
  }));

/** The id of an event; of several of one name, as of two times that are over at once, each has its own. */
const idOfEvent = (input: {
  tenant: string;
  id: string;
  revision: number;
  events: readonly { readonly name: string }[];
  index: number;
}): string => {
  const { tenant, id, revision, events, index } = input;
  const name = events[index]?.name ?? '';
  const nth = events.slice(0, index).filter((one) => one.name === name).length;
  return `record:${hashId(tenant, id, revision, name, ...(nth === 0 ? [] : [nth]))}`;
};

/** The events that a record carries, each under an id that is the same however often it is told. */
const carriedEvents = (row: Told): readonly AcceptedEvent[] => {
  const { tenant, id } = row;
  return row.notes.flatMap(({ revision, at, events, person: profileId, isQuiet = false }) => {
    if (profileId === undefined) return [];
    return events.map(({ name, properties }, index) => {
      const item = { id: idOfEvent({ tenant, id, revision, events, index }), name, properties, at };
      return { ...ownEvent({ item, profileId }), backfill: isQuiet };
    });
  });
};

/** What a change of a record is to journeys about it; no value of the record is in it. */
const newsOf = (row: Told, note: Told['notes'][number]): JsonObject => {
  const { act, changes, revision, events, fits = [] } = note;
  const { tenant, id } = row;
  const stage = changes.find(({ field }) => field === 'stage');
  return {
    kind: row.kind,
    record: row.id,
    act,
    changed: changes.map(({ field }) => field),
    ...(stage === undefined ? {} : { from: stage.from, to: stage.to }),
    ...(fits.length === 0 ? {} : { fits }),
    // A run that the change starts has had these.
    with: events.map((_event, index) => idOfEvent({ tenant, id, revision, events, index })),
  };
};

/** The events by which journeys about records hear of the changes that a record carries, those of its person before among them. */
const ownEvents = (row: Told): readonly AcceptedEvent[] => {
  const { tenant, id } = row;
  return row.notes.flatMap((note) => {
    const { revision, at, person = row.person, formerly, isQuiet = false } = note;
    const tellTo = (profileId: string | undefined, properties: JsonObject): readonly AcceptedEvent[] => {
      if (profileId === undefined) return [];
      const name = ownNames.record;
      const item = { id: `record:${hashId(tenant, id, revision, name, profileId)}`, name, properties, at };
      return [{ ...ownEvent({ item, profileId }), backfill: isQuiet }];
    };
    const news = newsOf(row, note);
    return [...tellTo(person, news), ...tellTo(formerly, { ...news, act: 'moved' })];
  });
};

/** Whom the changes that a record carries concern, and no event tells of. */
const silentlyConcerned = (row: Told): readonly string[] => {
  const people = row.notes.flatMap(({ person = row.person, formerly, events }) => [
    ...(person === undefined || events.length > 0 ? [] : [person]),
    ...(formerly === undefined ? [] : [formerly]),
  ]);
  return [...new Set(people)];
};

type Deps = {
  readonly records: RecordStore;
  readonly accept: (input: { tenant: string; events: readonly AcceptedEvent[] }) => Promise<unknown>;
  readonly lookAgain: LookAgain;
  readonly journeysAbout: JourneysAbout;
  readonly followRecord: FollowRecord;
  readonly planDates: PlanDates;
  readonly clock: Clock;
  readonly log: Log;
};

/** Makes the telling of records of one kind that are new and stand as they were made, in few requests. */
const createTellNew =
  ({ records, accept, lookAgain, journeysAbout, planDates }: Deps) =>
  async (tenant: string, rows: readonly Told[]): Promise<void> => {
    if (rows.length === 0) return;
    await records.keepHistory(rows.flatMap(carriedLines));
    const isAwaited = rows[0] !== undefined && (await journeysAbout.any(rows[0]));
    const events = rows.flatMap((row) => [...carriedEvents(row), ...(isAwaited ? ownEvents(row) : [])]);
    if (events.length > 0) await accept({ tenant, events });
    for (const { kind, id } of isAwaited ? rows : []) await planDates({ tenant, kind, id });
    const concerned = (isAwaited ? [] : rows).flatMap((row) =>
      silentlyConcerned(row).map((profileId): [string, string] => [profileId, row.id]),
    );
    for (const [profileId, id] of new Map(concerned))
      await lookAgain({ tenant, profileId, id: hashId('record', id, 1, profileId) });
    await records.clearNew({ tenant, ids: rows.map(({ id }) => id) });
  };

/** Makes the telling. Every part of it may be repeated: lines have the id of their revision, and events theirs. */
export const createTellRecords = (deps: Deps): TellRecords => {
  const { records, accept, lookAgain, journeysAbout, followRecord, planDates, clock, log } = deps;
  const tellNow = async (row: Told): Promise<void> => {
    const { tenant, id, revision, notes } = row;
    if (notes.length === 0) return;
    await records.keepHistory(carriedLines(row));
    const isAwaited = await journeysAbout.any(row);
    const events = [...carriedEvents(row), ...(isAwaited ? ownEvents(row) : [])];
    if (events.length > 0) await accept({ tenant, events });
    if (isAwaited) await planDates({ tenant, kind: row.kind, id });
    // An event about somebody has them worked out again by itself.
    for (const profileId of isAwaited ? [] : silentlyConcerned(row)) {
      await lookAgain({ tenant, profileId, id: hashId('record', id, revision, profileId) });
    }
    for (const { changes, isQuiet } of notes)
      await followRecord({ tenant, kind: row.kind, id, changes, isQuiet });
    await records.clearNotes({ tenant, id, revision, revisions: notes.map((note) => note.revision) });
  };
  const tellNewNow = createTellNew(deps);
  const later = (tenant: string, record: string, thrown: unknown): void =>
    log.warn({ tenant, record, error: messageOf(thrown) }, 'A change of a record is told later.');
  const tell = async (row: Told): Promise<void> => {
    try {
      await tellNow(row);
    } catch (thrown) {
      later(row.tenant, row.id, thrown);
    }
  };
  return {
    tell,
    tellNew: async (tenant, rows) => {
      try {
        await tellNewNow(tenant, rows);
      } catch (thrown) {
        later(tenant, rows[0]?.id ?? '', thrown);
      }
    },
    sweep: async () => {
      const left = await records.untold({ upTo: clock.systemTime() - leftMs, limit: page });
      for (const row of left) await tell(row);
      return left.length === page;
    },
  };
};
